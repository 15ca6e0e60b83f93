package org.redstats.bench.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.redstats.embedded.EmbeddedDatabase;

/** A database server that has a database of its own for each contestant. */
public final class EmptyDatabases {
    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "1GB", //
            "max_wal_size", "4GB", "track_commit_timestamp", "on");

    private final Stage stage;
    private final EmbeddedDatabase server;

    public EmptyDatabases(Stage stage) throws Exception {
        this.stage = stage;
        this.server = stage.database(SETTINGS);
    }

    /** Makes it, when what the contestant before has left is written and done with. */
    public void prepare(String name) throws Exception {
        drop(name);
        stage.awaitQuiet();
        Databases.create(server, name);
    }

    /** Makes it with what another has in it, to which nobody may be connected. */
    public void copy(String original, String name) throws Exception {
        drop(name);
        stage.awaitQuiet();
        execute("postgres", "CREATE DATABASE " + name + " TEMPLATE " + original);
    }

    /** Deletes it, and writes what is still to be written. */
    public void drop(String name) throws SQLException {
        try (Connection connection = connect("postgres"); Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name);
            statement.execute("CHECKPOINT");
        }
    }

    public void execute(String name, String sql) throws SQLException {
        try (Connection connection = connect(name); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public long rows(String name, String table) throws SQLException {
        try (Connection connection = connect(name);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    public Commits commits(String name, String table) throws SQLException {
        try (Connection connection = connect(name)) {
            return Commits.of(connection, table);
        }
    }

    public Map<String, String> settings(String name) {
        return Settings.of(server, name);
    }

    public String conditions() throws SQLException {
        try (Connection connection = connect("postgres")) {
            return "PostgreSQL %s, fsync and synchronous_commit on, shared_buffers 1 GB"
                    .formatted(connection.getMetaData().getDatabaseProductVersion());
        }
    }

    private Connection connect(String name) throws SQLException {
        return Databases.connect(server, name);
    }
}
