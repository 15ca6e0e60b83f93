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

    private static final JsonMapper JSON = new JsonMapper();

    /** What only somebody who reads our code may see. */
    private static final Pattern INTERNALS = Pattern
            .compile("Exception|\\bat [a-z]+\\.[a-z]+\\.|\\b(java|org|tools|com|io)\\.[a-z]+\\.|SQLSTATE|PSQL|SELECT ");

    /**
     * Fails unless it is what was asked for, or an error that says what is wrong, with nothing of our inside.
     *
     * @param request for whoever reads of the failure
     */
    void requireExplained(String request) {
        requireHarmless(request);
        if (status >= 400) {
            assertThat(type).as(request + "\n" + this).startsWith("application/problem+json");
            assertThat(detail()).as(request + "\n" + this).isNotBlank().doesNotContainPattern(INTERNALS);
        }
    }

    /** The same, where a page for a person is an answer too. */
    void requireExplainedOrPage(String request) {
        if (type.startsWith("text/html")) {
            requireHarmless(request);
            assertThat(text).as(request).contains("<main>").doesNotContainPattern(INTERNALS);
        } else {
            requireExplained(request);
        }
    }

    private void requireHarmless(String request) {
        assertThat(status).as(request + "\n" + this).isLessThan(500);
        assertThat(headers).as(request + "\n" + this).doesNotContainIgnoringCase("x-injected");
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
