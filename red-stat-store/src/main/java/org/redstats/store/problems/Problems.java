package org.redstats.store.problems;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.redstats.store.request.InvalidQuery;
import org.redstats.store.stats.CutOff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
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
    ResponseEntity<ProblemDetail> invalid(InvalidQuery e) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "Wrong parameters");
        problem.setProperty("errors", e.errors());
        return answer(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> undecodable(InvalidParameterException e) {
        return answer(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
                "The query string is not a series of percent-encoded name=value pairs"));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooSlow(QueryTimeoutException e) {
        log.warn("A statement took too long and was given up; the client is told to ask for less: {}", cause(e));
        return unavailable("The answer took too long to compute; ask for a shorter window, or try again later");
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class,
            RecoverableDataAccessException.class})
    ResponseEntity<ProblemDetail> databaseAway(DataAccessException e) {
        log.warn("The database does not answer; the client is told to try again: {}", cause(e));
        return unavailable("The statistics are not available at the moment, try again later");
    }

    // Not answered: the server then closes the connection, by which the client sees that something is missing.
    @ExceptionHandler
    void cutOff(CutOff e) {
        log.warn("An answer was cut off after its beginning had been sent", e);
        throw e;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        log.error("A request failed for a reason nobody thought of", e);
        return answer(ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong on our side"));
    }

    // Without its trace: the next request meets the same, and there may be hundreds a second.
    private static String cause(DataAccessException e) {
        return e.getMostSpecificCause().toString();
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
