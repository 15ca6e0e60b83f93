package org.redstats.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, taken from the class path and kept in the user's cache for the next time. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** Returns the folder that has {@code bin/pg_ctl}. */
    static synchronized Path unpacked() {
        QuietLogs.limitToWarnings("io.zonky.test");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), architecture())) {
            byte[] bytes = archive.readAllBytes();
            Path folder = cache().resolve("postgresql-" + fingerprint(bytes));
            if (!Files.isDirectory(folder)) {
                publish(unpack(bytes, cache()), folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL", e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name");
        return name.startsWith("Mac") ? "Darwin" : name;
    }

    private static String architecture() {
        return System.getProperty("os.arch").replace("amd64", "x86_64");
    }

    private static Path cache() throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        Path root = Files.isWritable(home) ? home.resolve(".cache") : Path.of(System.getProperty("java.io.tmpdir"));
        return Files.createDirectories(root.resolve("red-stats"));
    }

    private static String fingerprint(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }

    private static Path unpack(byte[] archive, Path cache) throws IOException {
        Path folder = Files.createTempDirectory(cache, "unpacking-");
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, folder.resolve(entry.getName()));
            }
        }
        return folder;
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, target);
            target.toFile().setExecutable((entry.getMode() & 0100) != 0);
        }
    }

    /** Makes the unpacked folder appear whole, whoever else unpacks at the same time. */
    private static void publish(Path unpacked, Path folder) throws IOException {
        unpacked.toFile().setReadable(true, false);
        try {
            Files.move(unpacked, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Folders.delete(unpacked);
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }
}
