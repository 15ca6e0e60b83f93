package org.redstats.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** Copies the data folder of a running server to one from which a replica starts and follows it. */
final class PostgresCopy extends SimpleFileVisitor<Path> {
    // The log comes over the connection; a pid, or a slot for yet another replica, is the original's own.
    private static final Set<String> LEFT_EMPTY = Set.of("pg_wal", "pg_replslot", "pg_stat_tmp");
    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts", PostgresServer.OUTPUT);
    // A replica that was away for long needs the log from then on; a server that nobody follows keeps none for others.
    private static final String KEEP_THE_LOG = "ALTER SYSTEM SET wal_keep_size = '512MB'";

    private final Path from;
    private final Path to;

    private PostgresCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** @param to an empty folder that only its owner may enter */
    static void copy(PostgresServer primary, Path to) {
        String url = "jdbc:postgresql://127.0.0.1:" + primary.port() + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(KEEP_THE_LOG);
            statement.execute("SELECT pg_reload_conf()");
            statement.execute("SELECT pg_backup_start('replica', fast => true)");
            Files.walkFileTree(primary.dataFolder(), new PostgresCopy(primary.dataFolder(), to));
            try (ResultSet end = statement
                    .executeQuery("SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)")) {
                end.next();
                Files.writeString(to.resolve("backup_label"), end.getString(1));
            }
            Files.createFile(to.resolve("standby.signal"));
            Files.writeString(to.resolve("postgresql.auto.conf"), "primary_conninfo = 'host=127.0.0.1 port="
                    + primary.port() + " user=" + PostgresServer.USER + "'\n", StandardOpenOption.APPEND);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot copy " + primary.dataFolder(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        Files.createDirectories(counterpart(folder));
        return LEFT_EMPTY.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!LEFT_OUT.contains(String.valueOf(file.getFileName()))) {
            try {
                Files.copy(file, counterpart(file));
            } catch (NoSuchFileException e) {
                return FileVisitResult.CONTINUE; // the original goes on working, and its log knows of the removal
            }
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private Path counterpart(Path original) {
        return to.resolve(from.relativize(original));
    }
}
