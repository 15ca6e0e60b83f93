package org.redstats.event.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The time by the clock of a reader's database, which all its instances have in common: one whose own clock is wrong, or is
 * set while it runs, neither takes good events for ones of the future nor gives anything up before its time.
 *
 * <p>The database is asked once a minute, while somebody asks us, and when this machine's clock has been set or stood still
 * since; in between time goes on by what nobody can set. While the database is away the last reading goes on; without any,
 * the machine's own clock has to do.
 */
public final class SharedClock implements InstantSource {

    private static final Logger log = LoggerFactory.getLogger(SharedClock.class);
    private static final Duration FRESH_FOR = Duration.ofMinutes(1);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration WORTH_SAYING = Duration.ofMinutes(1);

    private final Supplier<Instant> database;
    private final InstantSource own;
    private final LongSupplier nanos;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Reading last;

    /** @param database asks it for its time, and may fail with a {@link DataAccessException} */
    public SharedClock(Supplier<Instant> database) {
        this(database, Clock.systemUTC(), System::nanoTime);
    }

    SharedClock(Supplier<Instant> database, InstantSource own, LongSupplier nanos) {
        this.database = database;
        this.own = own;
        this.nanos = nanos;
    }

    /** What three clocks showed at one moment. */
    private record Reading(Instant shared, Instant own, long nanos) {

        Instant at(long now) {
            return shared.plusNanos(now - nanos);
        }

        boolean isDoubtful(Instant ownNow, long now) {
            return now - nanos > FRESH_FOR.toNanos()
                    || Duration.between(own.plusNanos(now - nanos), ownNow).abs().compareTo(STEP) > 0;
        }

        Duration ownIsAheadBy() {
            return Duration.between(shared, own);
        }
    }

    @Override
    public Instant instant() {
        var reading = last;
        if (reading == null) {
            asking.lock();
            try {
                reading = last == null ? ask(null) : last;
            } finally {
                asking.unlock();
            }
        } else if (reading.isDoubtful(own.instant(), nanos.getAsLong()) && asking.tryLock()) {
            try {
                reading = ask(reading);
            } finally {
                asking.unlock();
            }
        }
        return reading.at(nanos.getAsLong());
    }

    private Reading ask(@Nullable Reading before) {
        Reading reading;
        try {
            var begin = nanos.getAsLong();
            var shared = database.get();
            var end = nanos.getAsLong();
            reading = new Reading(shared.plusNanos((end - begin) / 2), own.instant(), end);
        } catch (DataAccessException e) {
            log.debug("The database does not tell the time", e);
            var now = nanos.getAsLong();
            reading = new Reading(before == null ? own.instant() : before.at(now), own.instant(), now);
        }
        if (isWrong(reading) && (before == null || !isWrong(before))) {
            log.warn("The clock of this machine and that of the database differ by {}; that of the database counts",
                    reading.ownIsAheadBy().abs().truncatedTo(ChronoUnit.SECONDS));
        }
        last = reading;
        return reading;
    }

    private static boolean isWrong(Reading reading) {
        return reading.ownIsAheadBy().abs().compareTo(WORTH_SAYING) > 0;
    }
}
