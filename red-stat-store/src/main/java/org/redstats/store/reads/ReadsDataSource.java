package org.redstats.store.reads;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Gives a connection to the replica if that has everything committed so far, else one to the primary. */
final class ReadsDataSource extends AbstractDataSource {

    private final HikariDataSource primary;
    private final @Nullable Replica replica;
    private final Counter onPrimary;
    private final Counter onReplica;
    private final ScopedValue<Attempt> attempt = ScopedValue.newInstance();

    /** @param replica null if none is configured */
    ReadsDataSource(HikariDataSource primary, @Nullable Replica replica, MeterRegistry meters) {
        this.primary = primary;
        this.replica = replica;
        onPrimary = reads("primary", meters);
        onReplica = reads("replica", meters);
    }

    private static Counter reads(String target, MeterRegistry meters) {
        return Counter.builder("red.store.reads").description("Statements by the server that was asked")
                .tag("target", target).register(meters);
    }

    /** One run of a question. */
    private static final class Attempt {
        private final boolean mayAskReplica;
        private @Nullable Connection toReplica;

        Attempt(boolean mayAskReplica) {
            this.mayAskReplica = mayAskReplica;
        }

        // What took too long would do so on the primary as well.
        boolean isWorthRepeating(DataAccessException e) {
            return toReplica != null && !(e instanceof QueryTimeoutException);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (replica != null && (!attempt.isBound() || attempt.get().mayAskReplica)) {
            var connection = replica.upToDateConnection();
            if (connection != null) {
                if (attempt.isBound()) {
                    attempt.get().toReplica = connection;
                    replica.isAsked(connection);
                }
                onReplica.increment();
                return connection;
            }
        }
        onPrimary.increment();
        return primary.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("The users of the databases are configured");
    }

    /** Runs a question that changes nothing, and once more on the primary if the replica fails it. */
    <T extends @Nullable Object> T repeatable(Supplier<T> question) {
        if (replica == null || attempt.isBound()) {
            return question.get();
        }
        var first = new Attempt(true);
        try {
            return ScopedValue.where(attempt, first).call(question::get);
        } catch (DataAccessException e) {
            if (!first.isWorthRepeating(e)) {
                throw e;
            }
            replica.failed(e);
        } finally {
            if (first.toReplica != null) {
                replica.isNoLongerAsked(first.toReplica);
            }
        }
        return ScopedValue.where(attempt, new Attempt(false)).call(question::get);
    }
}
