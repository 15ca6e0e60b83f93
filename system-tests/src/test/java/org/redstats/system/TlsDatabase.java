package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.TestCertificate;

/** A PostgreSQL that lets the services in over TLS and with their password, and in no other way. */
final class TlsDatabase implements AutoCloseable {

    static final String USER = "red_stats";

    private static final String HBA = """
            hostssl all %s       127.0.0.1/32 scram-sha-256
            host    all postgres 127.0.0.1/32 trust
            """.formatted(USER);

    private final EmbeddedDatabase server = EmbeddedDatabase.startTemporary();
    private final Path folder = Path.of(query("SHOW data_directory"));

    TlsDatabase(TestCertificate certificate, String password) {
        execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + password + "'");
        try {
            Files.writeString(folder.resolve("pg_hba.conf"), HBA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        certificate.writeTo(folder);
        execute("ALTER SYSTEM SET ssl_cert_file = '" + TestCertificate.CHAIN + "'");
        execute("ALTER SYSTEM SET ssl_key_file = '" + TestCertificate.KEY + "'");
        execute("ALTER SYSTEM SET ssl = on");
        execute("SELECT pg_reload_conf()");
    }

    /** Makes an empty database and returns its address for whoever asks for TLS with all its checks. */
    String newDatabase(String name, Path authority) {
        server.createDatabaseIfMissing(name);
        execute("ALTER DATABASE " + name + " OWNER TO " + USER);
        return "jdbc:postgresql://localhost:" + server.port() + "/" + name + "?sslmode=verify-full&sslrootcert="
                + authority;
    }

    /** Shows another certificate from now on. */
    void present(TestCertificate certificate) {
        certificate.writeTo(folder);
        execute("SELECT pg_reload_conf()");
        endConnections();
    }

    void changePassword(String password) {
        execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
        endConnections();
    }

    /** Connections of the services that are, or are not, over TLS. */
    long connections(boolean tls) {
        return Long
                .parseLong(query("SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = '"
                        + USER + "' AND ssl = " + tls));
    }

    private void endConnections() {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + USER + "'");
    }

    private void execute(String sql) {
        try (var connection = DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String query(String sql) {
        try (var connection = DriverManager.getConnection(server.jdbcUrl("postgres"), server.user(), "");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
