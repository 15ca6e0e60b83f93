package org.redstats.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * The programs that come with PostgreSQL.
 *
 * @param folder the one that has {@code bin/postgres}
 */
record PostgresPrograms(Path folder) {
    private static final int PATIENCE_SECONDS = 120;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Makes a command line that runs for root too, and does not hear the Ctrl-C of the terminal. */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    void run(List<String> command) {
        try {
            Path output = Files.createTempFile("red-postgres-", ".out");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException("PostgreSQL failed: " + String.join(" ", command) + "\n" + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL works", e);
        }
    }
}
