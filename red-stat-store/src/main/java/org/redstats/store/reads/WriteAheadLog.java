package org.redstats.store.reads;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What servers say about the log by which one follows the other; positions are bytes from its beginning. */
final class WriteAheadLog {

    // What is flushed is enough: no commit is acknowledged before.
    private static final String WRITTEN = "pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint";
    private static final String REPLAYED = "pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint";
    private static final String SYSTEM = "(SELECT system_identifier FROM pg_control_system())";
    // A server that was made a primary has no place in the log of this one any more.
    private static final String OF_REPLICA = " WHERE pg_is_in_recovery()";

    private static final Duration ANSWERS_IN = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private WriteAheadLog() {}

    /**
     * How far a primary has written.
     *
     * @param system the same for a server and its replicas
     */
    record Written(long system, long position) {

        static Written by(Connection primary) throws SQLException {
            try (var statement = primary.prepareStatement("SELECT " + SYSTEM + ", " + WRITTEN);
                    var answer = statement.executeQuery()) {
                answer.next();
                return new Written(answer.getLong(1), answer.getLong(2));
            }
        }
    }

    /**
     * How far a replica has come.
     *
     * @param connected whether it is receiving, or about to
     */
    record Replayed(long system, long position, boolean connected) {

        static Replayed by(Connection replica) throws SQLException {
            replica.setNetworkTimeout(Runnable::run, (int) ANSWERS_IN.toMillis());
            try (var statement = replica.prepareStatement("SELECT " + SYSTEM + ", " + REPLAYED
                    + ", EXISTS (SELECT FROM pg_stat_wal_receiver)" + OF_REPLICA);
                    var answer = statement.executeQuery()) {
                requireReplica(answer);
                return new Replayed(answer.getLong(1), answer.getLong(2), answer.getBoolean(3));
            }
        }

        /** Only flushed log is sent, so one that is ahead follows another history. */
        boolean isOf(Written original) {
            return system == original.system() && position <= original.position();
        }
    }

    static long written(Connection primary) throws SQLException {
        try (var statement = primary.prepareStatement("SELECT " + WRITTEN);
                var answer = statement.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        }
    }

    /**
     * Waits until the replica shows everything up to the position.
     *
     * @return false if that takes longer
     * @throws SQLException also if the replica does not answer in a second
     */
    static boolean isReplayed(Connection replica, long position, Duration atMost) throws SQLException {
        var usualTimeout = replica.getNetworkTimeout();
        replica.setNetworkTimeout(Runnable::run, (int) ANSWERS_IN.toMillis());
        try (var statement = replica.prepareStatement("SELECT " + REPLAYED + OF_REPLICA)) {
            var began = System.nanoTime();
            var pause = FIRST_PAUSE_NANOS;
            while (true) {
                try (var answer = statement.executeQuery()) {
                    requireReplica(answer);
                    if (answer.getLong(1) >= position) {
                        replica.setNetworkTimeout(Runnable::run, usualTimeout);
                        return true;
                    }
                }
                if (System.nanoTime() - began >= atMost.toNanos()) {
                    return false;
                }
                LockSupport.parkNanos(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            }
        }
    }

    private static void requireReplica(ResultSet answer) throws SQLException {
        if (!answer.next()) {
            throw new SQLException("The server is a primary, not a replica");
        }
    }
}
