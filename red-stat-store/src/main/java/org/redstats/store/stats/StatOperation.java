package org.redstats.store.stats;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** Describes what all operations on a selection of events have in common. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "from", in = ParameterIn.QUERY, example = "2026-01-31T00:00:00Z", description = "First instant of the window, RFC 3339 with an offset (a `+` encoded as `%2B`)."
        + " Default: 24 hours before `to`.", schema = @Schema(type = "string", format = "date-time"))
@Parameter(name = "to", in = ParameterIn.QUERY, example = "2026-02-01T00:00:00Z", description = "First instant after the window. Default: now.", schema = @Schema(type = "string", format = "date-time"))
@Parameter(name = "red_threshold", in = ParameterIn.QUERY, example = "0.5", description = "A finite number; redder means strictly greater than this.", schema = @Schema(type = "number", format = "double", minimum = "0"))
@Parameter(name = "user_id", in = ParameterIn.QUERY, example = "42", description = "Only this user's images.", schema = @Schema(type = "string", minLength = 1, maxLength = 128))
@ApiResponse(responseCode = "200", description = "The answer; `ETag` and `Cache-Control` say how long it holds.", useReturnTypeSchema = true)
@ApiResponse(responseCode = "304", description = "Unchanged since the `ETag` given in `If-None-Match`.", content = @Content)
@ApiResponse(responseCode = "400", description = "Every wrong parameter, under `errors`.", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
                        {"title":"Bad Request","status":400,"detail":"Wrong parameters","instance":"/stat",\
                        "errors":[{"field":"red_threshold","message":"must be a finite number >= 0"}]}""")))
@ApiResponse(responseCode = "503", description = "The database is away, or the count took too long; see `detail`.", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(implementation = ProblemDetail.class), examples = @ExampleObject("""
                        {"title":"Service Unavailable","status":503,"instance":"/stat",\
                        "detail":"The statistics are not available at the moment, try again later"}""")))
@interface StatOperation {}
