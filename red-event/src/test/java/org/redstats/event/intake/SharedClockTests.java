package org.redstats.event.intake;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

class SharedClockTests {

    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private Instant now = START;
    private Duration ownIsAheadBy = Duration.ZERO;
    private Duration stoodStillFor = Duration.ZERO;
    private int asked;
    private boolean away;
    private final SharedClock clock = new SharedClock(this::ask, () -> now.plus(ownIsAheadBy),
            () -> Duration.between(START, now).minus(stoodStillFor).toNanos());

    @Test
    void goesByTheDatabaseWhateverItsOwnClockSays() {
        ownIsAheadBy = Duration.ofHours(-3);
        assertThat(clock.instant()).isEqualTo(now);

        pass(Duration.ofSeconds(30));
        assertThat(clock.instant()).isEqualTo(now);
        assertThat(asked).isOne();
    }

    @Test
    void isNotMovedByAStepOfItsOwnClock() {
        clock.instant();

        ownIsAheadBy = Duration.ofHours(5);
        assertThat(clock.instant()).isEqualTo(now);
        ownIsAheadBy = Duration.ofHours(-5);
        assertThat(clock.instant()).isEqualTo(now);
    }

    @Test
    void asksAgainAfterAMinute() {
        clock.instant();
        pass(Duration.ofSeconds(61));

        assertThat(clock.instant()).isEqualTo(now);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void asksAgainWhenItsMachineStoodStill() {
        clock.instant();
        pass(Duration.ofHours(8));
        stoodStillFor = Duration.ofHours(8);

        assertThat(clock.instant()).isEqualTo(now);
    }

    @Test
    void goesOnByItselfWhileTheDatabaseIsAwayAndDoesNotAskForEver() {
        clock.instant();
        away = true;
        ownIsAheadBy = Duration.ofHours(5);
        for (var i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(clock.instant()).isEqualTo(now);
        }
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void goesByItsOwnClockUntilTheDatabaseIsThere() {
        away = true;
        ownIsAheadBy = Duration.ofHours(1);
        assertThat(clock.instant()).isEqualTo(now.plus(ownIsAheadBy));

        away = false;
        pass(Duration.ofSeconds(61));
        assertThat(clock.instant()).isEqualTo(now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Instant ask() {
        asked++;
        if (away) {
            throw new DataAccessResourceFailureException("away");
        }
        return now;
    }
}
