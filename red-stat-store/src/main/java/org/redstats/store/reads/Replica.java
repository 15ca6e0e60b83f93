package org.redstats.store.reads;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.redstats.store.StoreProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A streaming replica of the primary. It is left when it fails or falls behind, until a check finds it well again. */
final class Replica implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Replica.class);

    private final HikariDataSource primary;
    private final HikariDataSource pool;
    private final Duration maxLag;
    private final ReplicaStatus status;
    private final ReplicaCheck check;
    private final Counter behind;
    private final Counter failed;
    private final Set<Connection> asked = ConcurrentHashMap.newKeySet();

    /**
     * @param primary says how much has been committed
     * @param pool answers reads
     * @param checks for the checks alone, lest they wait behind reads
     */
    Replica(HikariDataSource primary, HikariDataSource pool, HikariDataSource checks, StoreProperties.Reads properties,
            MeterRegistry meters) {
        this.primary = primary;
        this.pool = pool;
        maxLag = properties.maxLag();
        behind = fallbacks("behind", meters);
        failed = fallbacks("failed", meters);
        status = new ReplicaStatus(meters);
        check = new ReplicaCheck(primary, checks, properties, status, this::abandonReads, meters);
    }

    private static Counter fallbacks(String reason, MeterRegistry meters) {
        return Counter.builder("red.store.reads.fallbacks")
                .description("Reads that went on to the primary because the replica was behind, or failed")
                .tag("reason", reason).register(meters);
    }

    /**
     * Returns a connection that sees everything whose commit was known to anybody when it was asked for, or null.
     *
     * @throws SQLException if the primary does not say how much that is
     */
    @Nullable
    Connection upToDateConnection() throws SQLException {
        if (!status.isUsed()) {
            return null;
        }
        var committed = committed();
        try {
            var connection = pool.getConnection();
            var upToDate = false;
            try {
                upToDate = WriteAheadLog.isReplayed(connection, committed, maxLag);
            } finally {
                if (!upToDate) {
                    connection.close();
                }
            }
            if (upToDate) {
                return connection;
            }
            behind.increment();
            status.leave("it is more than " + maxLag + " behind", null);
        } catch (SQLException e) {
            failed(e);
        }
        return null;
    }

    private long committed() throws SQLException {
        try (var connection = primary.getConnection()) {
            return WriteAheadLog.written(connection);
        }
    }

    void failed(Exception e) {
        failed.increment();
        status.leave("it has failed a read, which the primary answers", e);
        forgetConnections();
    }

    // Others may be dead as well, and would fail the first reads after its return.
    private void forgetConnections() {
        var connections = pool.getHikariPoolMXBean();
        if (connections != null) {
            connections.softEvictConnections();
        }
    }

    /** From now on the connection is closed should the replica hang. */
    void isAsked(Connection connection) {
        asked.add(connection);
    }

    void isNoLongerAsked(Connection connection) {
        asked.remove(connection);
    }

    private void abandonReads() {
        forgetConnections();
        for (var connection : asked) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.warn("A read on the replica could not be ended; it ends by itself at its time-out", e);
            }
        }
    }

    @Override
    public void close() {
        check.close();
        pool.close();
    }
}
