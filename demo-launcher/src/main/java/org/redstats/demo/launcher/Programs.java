package org.redstats.demo.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Services' jars, unpacked because that starts faster; each once for each build. */
final class Programs {
    private static final List<String> UNPACK_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-Djarmode=tools");

    private final Folders folders;

    Programs(Folders folders) {
        this.folders = folders;
    }

    /** Returns the folder with the unpacked jar of the module and its libraries. */
    Path unpacked(String module) throws IOException, InterruptedException {
        Path jar = folders.root().resolve(module).resolve("target").resolve(module + ".jar");
        Path ofModule = folders.programs().resolve(module);
        Path program = ofModule.resolve(fingerprint(jar));
        if (!Files.isDirectory(program)) {
            Folders.delete(ofModule);
            Path unfinished = Files.createDirectories(ofModule).resolve("unfinished");
            unpack(jar, unfinished);
            Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
        }
        return program;
    }

    /** Of the content: a reproducible build gives every jar the same time. */
    private static String fingerprint(Path jar) throws IOException {
        try (CheckedInputStream content = new CheckedInputStream(Files.newInputStream(jar), new CRC32())) {
            content.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(content.getChecksum().getValue());
        }
    }

    private static void unpack(Path jar, Path target) throws IOException, InterruptedException {
        Process process = Java.program(UNPACK_OPTIONS, jar, "extract", "--destination", target.toString()).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("cannot unpack " + jar + ": " + said);
        }
    }
}
