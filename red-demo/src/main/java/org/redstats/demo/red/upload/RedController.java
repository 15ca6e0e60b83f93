package org.redstats.demo.red.upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.redstats.auth.servlet.CallerFilter;
import org.redstats.demo.red.SampleRedProperties;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Takes images, as the raw body or as parts of a form, and answers what was published of them. */
@RestController
class RedController {

    private static final String USER_HEADER = "X-User-Id";
    private static final String USER_PARAMETER = "user_id";
    private static final String IMAGE = "image";

    private final Measurements measurements;
    private final SampleRedProperties properties;

    RedController(Measurements measurements, SampleRedProperties properties) {
        this.measurements = measurements;
        this.properties = properties;
    }

    @PostMapping("/red")
    @Operation(summary = "Measures one PNG, JPEG, GIF or BMP image", description = """
            The bytes decide what it is, not the `Content-Type`. Of an animated GIF the first frame is measured; pixels \
            count by their alpha, and an invisible image is 0. The header goes before the parameter.""", parameters = @Parameter(in = ParameterIn.QUERY, name = USER_PARAMETER, example = "ann", schema = @Schema(type = "string")))
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(type = "string", format = "binary")))
    MeasuredImage raw(@Parameter(hidden = true) HttpServletRequest request,
            @RequestHeader(name = USER_HEADER, required = false) @Nullable String userId) throws IOException {
        var uploader = Uploader.of(CallerFilter.callerOf(request), userId, queryParameter(request));
        var maxBytes = properties.maxBytes().toBytes();
        if (request.getContentLengthLong() > maxBytes) {
            throw ImageFile.tooLarge(maxBytes);
        }
        try (var image = ImageFile.receive(request.getInputStream(), maxBytes)) {
            return measurements.publish(uploader, List.of(image)).getFirst();
        }
    }

    // Not by the servlet's getParameter: curl calls any body a form, and the server would swallow it in search of fields.
    private static @Nullable String queryParameter(HttpServletRequest request) {
        var value = UriComponentsBuilder.newInstance()
                .query(request.getQueryString())
                .build()
                .getQueryParams()
                .getFirst(USER_PARAMETER);
        return value == null ? null : UriUtils.decode(value.replace('+', ' '), UTF_8);
    }

    @PostMapping(path = "/red", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Measures one or several images of a form", description = """
            One image is answered by one object, several by a list in their order. All are measured before any is \
            published: if one cannot be measured, none is published. If the broker then fails, some may be published; \
            the answer is 503 and says how many.""")
    @ApiResponse(responseCode = "200", description = "The measurement, or a list of them", content = @Content(array = @ArraySchema(schema = @Schema(implementation = MeasuredImage.class))))
    Object form(@RequestPart(name = IMAGE, required = false) @Nullable List<MultipartFile> images,
            @Parameter(hidden = true) HttpServletRequest request,
            @RequestHeader(name = USER_HEADER, required = false) @Nullable String userId,
            @RequestParam(name = USER_PARAMETER, required = false) @Nullable String parameter) throws IOException {
        var uploader = Uploader.of(CallerFilter.callerOf(request), userId, parameter);
        if (images == null || images.isEmpty() || images.size() > properties.maxImages()) {
            throw new InvalidRequest(IMAGE, "send 1 to " + properties.maxImages() + " images as form field " + IMAGE);
        }
        var files = new ArrayList<ImageFile>();
        try {
            for (var image : images) {
                files.add(ImageFile.receive(image.getInputStream(), properties.maxBytes().toBytes()));
            }
            var measured = measurements.publish(uploader, files);
            return measured.size() == 1 ? measured.getFirst() : measured;
        } finally {
            files.forEach(ImageFile::close);
        }
    }
}
