package org.redstats.demo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the demo keeps what it keeps.
 *
 * @param root the project's folder
 */
record Folders(Path root) {
    Path demo() {
        return root.resolve(".demo");
    }

    /** What survives a restart, until {@code --clean}. */
    Path data() {
        return demo().resolve("data");
    }

    Path logs() {
        return demo().resolve("logs");
    }

    /** The services' jars in the form that starts fastest. */
    Path programs() {
        return demo().resolve("programs");
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
