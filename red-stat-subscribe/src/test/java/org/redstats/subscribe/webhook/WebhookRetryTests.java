package org.redstats.subscribe.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookRetryTests {

    @RepeatedTest(20)
    void followsTheScheduleOfStandardWebhooks() {
        var minutes = new double[]{5 / 60.0, 5, 30, 120, 300, 600, 840, 1200, 1440};
        for (var attempt = 1; attempt <= minutes.length; attempt++) {
            var planned = Math.round(minutes[attempt - 1] * 60_000);
            assertThat(RetrySchedule.after(attempt, new Random()).orElseThrow().toMillis())
                    .isBetween(planned * 9 / 10, planned * 11 / 10 + 1);
        }
        assertThat(RetrySchedule.after(minutes.length + 1, new Random())).isEmpty();
    }

    @Test
    void readsRetryAfterInBothItsForms() {
        var now = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(Answer.Status.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Answer.Status.retryAfter("Sun, 01 Mar 2026 12:10:00 GMT", now)).isEqualTo(Duration.ofMinutes(10));
        assertThat(Answer.Status.retryAfter("999999999", now)).isEqualTo(Duration.ofDays(1));
        assertThat(Answer.Status.retryAfter("Sun, 01 Mar 2026 11:00:00 GMT", now)).isNull();
        assertThat(Answer.Status.retryAfter("soon", now)).isNull();
        assertThat(Answer.Status.retryAfter(null, now)).isNull();
    }
}
