package org.redstats.subscribe.subscriptions;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What a client sent is wrong in these fields: all that are. */
final class WrongFields extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /** @param field as the client names it */
    record WrongField(String field, String message) {}

    WrongFields(List<WrongField> fields) {
        super(HttpStatus.BAD_REQUEST, problem(fields), null);
    }

    private static ProblemDetail problem(List<WrongField> fields) {
        var names = fields.stream().map(WrongField::field).collect(Collectors.joining(", "));
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "Not understood: " + names + ".");
        problem.setProperty("errors", fields);
        return problem;
    }
}
