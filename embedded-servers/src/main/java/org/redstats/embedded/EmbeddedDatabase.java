package org.redstats.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** A real PostgreSQL 18 server, unpacked once per user and run on 127.0.0.1 as long as this process lives. */
public final class EmbeddedDatabase implements AutoCloseable {
    private final PostgresServer server;
    private final boolean temporary;

    private EmbeddedDatabase(PostgresServer server, boolean temporary) {
        this.server = server;
        this.temporary = temporary;
    }

    /**
     * Starts a server whose data survives in the folder. A server that an earlier, killed process left running on it
     * is stopped first.
     *
     * @param port 0 for any free one
     */
    public static EmbeddedDatabase start(Path dataFolder, int port) {
        return start(dataFolder, port, false);
    }

    /** Starts a server on a free port, with a new folder that {@link #close()} deletes. */
    public static EmbeddedDatabase startTemporary() {
        try {
            return start(Files.createTempDirectory("red-database-"), 0, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a second server, which copies and then follows this one by streaming replication and answers reads. It is on
     * a free port, with a new folder that {@link #close()} deletes.
     */
    public EmbeddedDatabase startReplica() {
        try {
            Path folder = Files.createTempDirectory("red-replica-");
            PostgresCopy.copy(server, folder);
            return start(folder, 0, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedDatabase start(Path dataFolder, int port, boolean temporary) {
        PostgresServer server = new PostgresServer(new PostgresPrograms(PostgresBinaries.unpacked()),
                dataFolder.toAbsolutePath(),
                port == 0 ? FreePort.choose(0) : port, temporary);
        EmbeddedDatabase database = new EmbeddedDatabase(server, temporary);
        database.startAgain();
        return database;
    }

    public void createDatabaseIfMissing(String name) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password());
                PreparedStatement exists = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?");
                Statement create = connection.createStatement()) {
            exists.setString(1, name);
            if (!exists.executeQuery().next()) {
                create.execute("CREATE DATABASE " + create.enquoteIdentifier(name, true));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name, e);
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    public String user() {
        return PostgresServer.USER;
    }

    public String password() {
        return PostgresServer.PASSWORD;
    }

    public int port() {
        return server.port();
    }

    /** Ends all connections and the server in order, as an operator does. */
    public void stop() {
        stop("fast");
    }

    /** Ends the server at once, as a crash does; the next start recovers from the log. */
    public void stopImmediately() {
        stop("immediate");
    }

    /** Ends all processes of the server by {@code kill -9}; the next start recovers from the log. */
    public void kill() {
        try {
            server.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL ends", e);
        }
    }

    /** Lets the server hang: it keeps its connections and answers nobody, as a machine that vanished from the network. */
    public void freeze() {
        server.freeze();
    }

    /** Lets the frozen server go on where it was. */
    public void thaw() {
        server.thaw();
    }

    /** Starts the stopped server again: same port, same data. */
    public void startAgain() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL starts", e);
        }
    }

    private void stop(String mode) {
        try {
            server.stop(mode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL stops", e);
        }
    }

    @Override
    public void close() {
        stop(temporary ? "immediate" : "fast");
        if (temporary) {
            Folders.delete(server.dataFolder());
        }
    }
}
