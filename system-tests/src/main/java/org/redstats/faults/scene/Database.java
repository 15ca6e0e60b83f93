package org.redstats.faults.scene;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.FreePort;
import org.redstats.testing.Line;

/** The PostgreSQL server of one service, safe as in production: a commit is on disk. */
public final class Database implements AutoCloseable {

    private static final int FETCHED_AT_ONCE = 10_000;

    private final EmbeddedDatabase server;
    private final Path folder;
    private volatile String name;

    private Database(EmbeddedDatabase server, Path folder, String name) {
        this.server = server;
        this.folder = folder;
        this.name = name;
    }

    /** @param name of the database that the service uses, until {@link #use} */
    static Database start(Path folder, String name) {
        var database = new Database(EmbeddedDatabase.start(folder, FreePort.find()), folder, name);
        database.use(name);
        return database;
    }

    /** What is done with each row. */
    @FunctionalInterface
    public interface Row {
        void take(ResultSet row) throws SQLException;
    }

    /** Makes another database of the server the one in use; services learn of it when they are started with it. */
    public void use(String other) {
        server.createDatabaseIfMissing(other);
        name = other;
    }

    /** A new way to it. */
    Line line() {
        return Line.to("127.0.0.1", server.port());
    }

    /** What a service is told that reaches it over a line. */
    Map<String, String> settings(Line line) {
        return Map.of("SPRING_DATASOURCE_URL", "jdbc:postgresql://" + line.host() + ":" + line.port() + "/" + name,
                "SPRING_DATASOURCE_USERNAME", server.user(), "SPRING_DATASOURCE_PASSWORD", server.password());
    }

    public String url() {
        return server.jdbcUrl(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** Where its data are. */
    public Path folder() {
        return folder;
    }

    /** The server itself, for what is done to it. */
    public EmbeddedDatabase server() {
        return server;
    }

    /** Asks it directly, past every fault on the way of a service. */
    public void query(String sql, Row taker, Object... parameters) throws SQLException {
        try (var connection = connect()) {
            connection.setAutoCommit(false); // or all rows would be fetched at once
            try (var statement = prepare(connection, sql, parameters)) {
                statement.setFetchSize(FETCHED_AT_ONCE);
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        taker.take(rows);
                    }
                }
            }
        }
    }

    /** The one number that a query has as its answer. */
    public long number(String sql, Object... parameters) throws SQLException {
        var answer = new long[1];
        query(sql, row -> answer[0] = row.getLong(1), parameters);
        return answer[0];
    }

    /** Changes something; returns how many rows. */
    public int update(String sql, @Nullable Object... parameters) throws SQLException {
        try (var connection = connect(); var statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), server.user(), server.password());
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else {
                statement.setObject(i + 1, parameters[i]);
            }
        }
        return statement;
    }

    @Override
    public void close() {
        server.close();
    }
}
