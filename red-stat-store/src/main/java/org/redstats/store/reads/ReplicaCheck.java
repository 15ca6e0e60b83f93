package org.redstats.store.reads;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.store.StoreProperties;

/** Looks regularly whether the replica answers, is a copy of the primary, and keeps up with it. */
final class ReplicaCheck implements AutoCloseable {

    private final HikariDataSource primary;
    private final HikariDataSource replica;
    private final Duration maxLag;
    private final ReplicaStatus status;
    private final Runnable whenGone;
    private final ReplicaLag lag;
    private final ScheduledExecutorService schedule = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("replica-check").factory());

    /** @param whenGone run after each check that the replica did not answer */
    ReplicaCheck(HikariDataSource primary, HikariDataSource replica, StoreProperties.Reads properties,
            ReplicaStatus status, Runnable whenGone, MeterRegistry meters) {
        this.primary = primary;
        this.replica = replica;
        this.maxLag = properties.maxLag();
        this.status = status;
        this.whenGone = whenGone;
        lag = new ReplicaLag(meters);
        var _ = schedule.scheduleWithFixedDelay(this::check, 0, properties.checkEvery().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Never fails, or it would be the last. */
    private void check() {
        try {
            compare();
        } catch (PrimaryAway e) {
            lag.isUnknown();
            status.leave("it cannot be compared with the primary, which does not answer", e);
        } catch (SQLException e) {
            lag.isUnknown();
            status.leave("it does not answer", e);
            whenGone.run();
        } catch (RuntimeException e) {
            lag.isUnknown();
            status.leave("its check failed for a reason nobody thought of", e);
        }
    }

    private void compare() throws SQLException, PrimaryAway {
        try (var connection = replica.getConnection()) {
            var copy = WriteAheadLog.Replayed.by(connection);
            var original = written(); // after the other, or a replica could be ahead without being wrong
            if (!copy.isOf(original)) {
                lag.isUnknown();
                status.leave("it is the replica of another server, or of the primary's past before a failover", null);
                return;
            }
            lag.measured(original.position(), copy.position(), System.nanoTime());
            if (WriteAheadLog.isReplayed(connection, original.position(), maxLag)) {
                status.use();
            } else {
                status.leave("it is more than %s behind (%d bytes of log) and %s".formatted(maxLag,
                        original.position() - copy.position(), copy.connected()
                                ? "catching up"
                                : "has no connection to its primary"),
                        null);
            }
        }
    }

    private WriteAheadLog.Written written() throws PrimaryAway {
        try (var connection = primary.getConnection()) {
            return WriteAheadLog.Written.by(connection);
        } catch (SQLException e) {
            throw new PrimaryAway(e);
        }
    }

    @Override
    public void close() {
        schedule.close();
        replica.close();
    }

    private static final class PrimaryAway extends Exception {
        private static final long serialVersionUID = 1L;

        PrimaryAway(SQLException cause) {
            super(cause);
        }
    }
}
