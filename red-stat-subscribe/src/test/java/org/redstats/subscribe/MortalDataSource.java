package org.redstats.subscribe;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database as an instance sees it that may be killed before and after each statement and each commit: the connection
 * is cut there, and so is every other one from then on. What was committed is committed; whoever asked never learns of it.
 */
final class MortalDataSource extends DelegatingDataSource {

    private static final int LONGEST_PAUSE_NANOS = 3_000_000;

    private final Fate fate;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private volatile boolean dead;

    MortalDataSource(DataSource database, Fate fate) {
        super(database);
        this.fate = fate;
    }

    /** Decides over life and death. */
    interface Fate {

        /** @param step such as {@code before COMMIT} */
        boolean strikesAt(String step);
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (dead) {
            throw new SQLRecoverableException("killed");
        }
        var connection = super.getConnection();
        return mortal(Connection.class, connection, connection, "");
    }

    private <T> T mortal(Class<T> type, T target, Connection connection, String sql) {
        InvocationHandler handler = (proxy, method, arguments) -> call(target, method, arguments, connection, sql);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }

    private Object call(Object target, Method method, Object[] arguments, Connection connection, String sql)
            throws Throwable {
        var step = method.getName().equals("commit") ? "COMMIT" : method.getName().startsWith("execute") ? sql : "";
        if (!step.isEmpty()) {
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS)); // so that batches commit out of order
            dieMaybe("before " + step, connection);
        }
        try {
            var result = method.invoke(target, arguments);
            if (!step.isEmpty()) {
                dieMaybe("after " + step, connection);
            }
            return result instanceof PreparedStatement statement
                    ? mortal(PreparedStatement.class, statement, connection, firstLine(arguments[0])) : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void dieMaybe(String step, Connection connection) throws SQLException {
        if (dead || fate.strikesAt(step)) {
            dead = true;
            connection.abort(Runnable::run);
            throw new SQLRecoverableException("killed " + step);
        }
    }

    private static String firstLine(Object sql) {
        return sql.toString().lines().limit(2).map(String::strip).reduce((one, other) -> one + " " + other).orElse("");
    }
}
