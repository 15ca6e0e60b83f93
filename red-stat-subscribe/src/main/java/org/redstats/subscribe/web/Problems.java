package org.redstats.subscribe.web;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers every error as {@code application/problem+json}, without the words of an exception that we did not write. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String READ_ONLY = "25006"; // SQLSTATE

    /** With its type whatever the caller accepts, or nothing would be said to a caller whose Accept is the mistake. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return ResponseEntity.status(status).headers(headers).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException e,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = ProblemDetail.forStatusAndDetail(status, "The body is not JSON.");
        problem.setProperty("errors", List.of(Map.of("field", "body", "message", "must be a JSON object")));
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    @ExceptionHandler({NonTransientDataAccessResourceException.class, TransientDataAccessException.class,
            RecoverableDataAccessException.class, TransactionException.class})
    @Nullable
    ResponseEntity<Object> databaseAway(Exception e, WebRequest request) {
        // Without its trace: the next request meets the same, and there may be hundreds a second.
        log.warn("The database does not answer; told the caller to come back later: {}",
                NestedExceptionUtils.getMostSpecificCause(e).toString());
        var status = HttpStatus.SERVICE_UNAVAILABLE;
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "5");
        return handleExceptionInternal(e,
                ProblemDetail.forStatusAndDetail(status, "The database does not answer; try again in a moment."),
                headers, status, request);
    }

    /** A database that may only be read, as a standby, answers, but not as if it were there for us. */
    @ExceptionHandler(UncategorizedDataAccessException.class)
    @Nullable
    ResponseEntity<Object> notClassified(UncategorizedDataAccessException e, WebRequest request) {
        return e.getMostSpecificCause() instanceof SQLException sql && READ_ONLY.equals(sql.getSQLState())
                ? databaseAway(e, request) : unexpected(e, request);
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> unexpected(Exception e, WebRequest request) {
        log.error("A request failed for a reason that nobody foresaw", e);
        var status = HttpStatus.INTERNAL_SERVER_ERROR;
        return handleExceptionInternal(e, ProblemDetail.forStatus(status), new HttpHeaders(), status, request);
    }
}
