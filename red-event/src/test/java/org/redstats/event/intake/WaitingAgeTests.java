package org.redstats.event.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WaitingAgeTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource source = () -> now;
    private final WaitingAge age = new WaitingAge(new RedQueue("red.age-tests"), meters,
            source.withZone(ZoneOffset.UTC));

    @Test
    void isNothingBeforeTheFirstBatch() {
        assertThat(seconds()).isZero();
    }

    @Test
    void growsWhileABatchIsNotCommitted() {
        age.during(List.of(measured(now), measured(now.minusSeconds(10))), () -> {
            assertThat(seconds()).isEqualTo(10);

            now = now.plusSeconds(60);
            assertThat(seconds()).isEqualTo(70);
        });
    }

    @Test
    void isThatOfTheOldestBatchInHand() {
        age.during(List.of(measured(now.minusSeconds(10))), () -> {
            age.during(List.of(measured(now.minusSeconds(30))), () -> assertThat(seconds()).isEqualTo(30));
            age.during(List.of(measured(now.minusSeconds(5))), () -> assertThat(seconds()).isEqualTo(10));

            assertThat(seconds()).as("the other is still in hand").isEqualTo(10);
        });
    }

    @Test
    void endsWhenNoFurtherBatchFollows() {
        age.during(List.of(measured(now.minusSeconds(10))), () -> {});

        now = now.plusSeconds(1);
        assertThat(seconds()).as("between two batches").isEqualTo(10);
        now = now.plusSeconds(10);
        assertThat(seconds()).isZero();
    }

    @Test
    void isNotChangedByABatchWithoutGoodEvents() {
        age.during(List.of(measured(now.minusSeconds(10))),
                () -> age.during(List.of(), () -> assertThat(seconds()).isEqualTo(10)));
    }

    @Test
    void isOverWhenABatchGoesBackToTheQueue() {
        assertThatIllegalStateException().isThrownBy(() -> age.during(List.of(measured(now.minusSeconds(10))), () -> {
            throw new IllegalStateException("stopping");
        }));

        assertThat(seconds()).isZero();
    }

    @Test
    void isNothingForAnEventThatIsAhead() {
        age.during(List.of(measured(now.plus(Duration.ofMinutes(4)))), () -> assertThat(seconds()).isZero());
    }

    private static RedEvent measured(Instant when) {
        return new RedEvent(UUID.randomUUID(), "ann", 0.5, when);
    }

    private double seconds() {
        return meters.get("red.intake.waiting.age").tag("queue", "red.age-tests").gauge().value();
    }
}
