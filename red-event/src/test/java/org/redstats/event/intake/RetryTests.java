package org.redstats.event.intake;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetryTests {

    private final Retry retry = new Retry(Duration.ofMillis(1), Duration.ofHours(1));

    @Test
    void repeatsAStepUntilItSucceeds() {
        var tries = new AtomicInteger();

        retry.untilDone("counting to three", () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
        });

        assertThat(tries).hasValue(3);
    }

    @Test
    void givesUpAtOnceWhenTheServiceStops() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> retry.untilDone("waiting for ever", () -> {
                    retry.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext()));
                    throw new IllegalArgumentException("away");
                }))
                .withMessageStartingWith("Stopping before waiting for ever was done")
                .withCauseInstanceOf(IllegalArgumentException.class);
    }
}
