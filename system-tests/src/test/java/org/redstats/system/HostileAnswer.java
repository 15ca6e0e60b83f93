package org.redstats.system;

import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What came back from somebody who should not have been asked like that.
 *
 * @param type of its content
 * @param headers all of them, as text
 * @param text its body
 */
record HostileAnswer(int status, String type, String headers, String text) {

    private static final int NOT_ACCEPTABLE = 406;
    private static final JsonMapper JSON = new JsonMapper();

    /** What only somebody who reads our code may see. */
    private static final Pattern INTERNALS = Pattern
            .compile("Exception|\\bat [a-z]+\\.[a-z]+\\.|\\b(java|org|tools|com|io)\\.[a-z]+\\.|SQLSTATE|PSQL|SELECT ");

    /**
     * Fails unless it is what was asked for, or a page or an error that says what is wrong, with nothing of our inside.
     *
     * @param request for whoever reads of the failure
     */
    void requireExplained(String request) {
        assertThat(status).as(request + "\n" + this).isLessThan(500);
        assertThat(headers).as(request + "\n" + this).doesNotContainIgnoringCase("x-injected");
        if (type.startsWith("text/html") && request.contains("Accept=text/html")) {
            assertThat(text).as(request).contains("<main>").doesNotContainPattern(INTERNALS);
        } else if (status >= 400 && status != NOT_ACCEPTABLE) { // to whoever accepts nothing, nothing is said
            assertThat(type).as(request + "\n" + this).startsWith("application/problem+json");
            assertThat(detail()).as(request + "\n" + this).isNotBlank().doesNotContainPattern(INTERNALS);
        }
    }

    private String detail() {
        try {
            var problem = JSON.readTree(text);
            return problem.path("detail").asString(problem.path("title").asString("")) + problem.path("errors");
        } catch (JacksonException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
