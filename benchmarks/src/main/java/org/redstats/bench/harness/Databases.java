package org.redstats.bench.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.redstats.embedded.EmbeddedDatabase;

/** The database servers of benchmarks. */
public final class Databases {
    private Databases() {}

    /** Starts a server with settings that may need a restart. */
    static EmbeddedDatabase start(Path data, Map<String, String> settings) throws SQLException {
        EmbeddedDatabase database = EmbeddedDatabase.start(data, 0);
        try (Connection connection = connect(database, "postgres");
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                statement.execute("ALTER SYSTEM SET " + statement.enquoteIdentifier(setting.getKey(), false) + " = "
                        + statement.enquoteLiteral(setting.getValue()));
            }
        } catch (SQLException e) {
            database.close();
            throw e;
        }
        database.stop();
        database.startAgain();
        return database;
    }

    /** Creates an empty database and returns its name. */
    public static String create(EmbeddedDatabase server, String name) {
        server.createDatabaseIfMissing(name);
        return name;
    }

    public static Connection connect(EmbeddedDatabase server, String name) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(name), server.user(), server.password());
    }
}
