package org.redstats.demo.red.upload;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.redstats.demo.red.measure.ImageRefused;
import org.redstats.demo.red.upload.Turns.Busy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every error as {@code application/problem+json}; causes go to the log only. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    /** With its type whatever the caller accepts, or nothing would be said to a caller whose Accept is the mistake. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return ResponseEntity.status(status).headers(headers).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(ImageRefused e) {
        var status = switch (e.fault()) {
            case EMPTY, DAMAGED -> HttpStatus.BAD_REQUEST;
            case NOT_AN_IMAGE, UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
        };
        return answer(problem(status, "The image " + e.reason(), "image", e.reason()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(InvalidRequest e) {
        return answer(problem(HttpStatus.BAD_REQUEST, "Wrong request", e.field(), e.rule()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notMultipart(MultipartException e) {
        log.debug("Cannot take a multipart request apart", e);
        return answer(problem(HttpStatus.BAD_REQUEST, "The multipart request is damaged", "image",
                "cannot be found"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> busy(Busy e) {
        return unavailable("Too many images are being measured, try again later");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notPublished(NotPublished e) {
        log.warn("A measurement was not published; the client is told to try again", e);
        return unavailable(e.advice());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        log.error("A request failed for a reason nobody thought of", e);
        return answer(ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong on our side"));
    }

    private static ProblemDetail problem(HttpStatus status, String detail, String field, String message) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("errors", List.of(Map.of("field", field, "message", message)));
        return problem;
    }

    private static ResponseEntity<ProblemDetail> unavailable(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }

    private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
