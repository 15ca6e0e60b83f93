package org.redstats.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableTests {

    private static final List<String> NAMES = List.of("first", "second", "third");

    @TempDir
    private Path folder;

    @Test
    void replacesALineThatWasPlayedAgainAndKeepsTheOthers() throws Exception {
        var document = Files.writeString(folder.resolve("document.md"),
                "before\n<!-- faults: begin -->\n<!-- faults: end -->\nafter\n");
        table("third", "old").writeTo(document);
        table("first", "kept").writeTo(document);

        table("third", "new").writeTo(document);

        assertThat(Files.readString(document)).startsWith("before\n").endsWith("after\n").doesNotContain("old")
                .containsSubsequence("| `first` | kept |", "| `third` | new |");
    }

    @Test
    void refusesADocumentWithoutAPlaceForIt() throws Exception {
        var document = Files.writeString(folder.resolve("document.md"), "nothing");

        assertThatThrownBy(() -> table("first", "any").writeTo(document))
                .hasMessageContaining("<!-- faults: begin -->");
    }

    private static Table table(String name, String cell) {
        var table = new Table(NAMES);
        table.put(List.of(name, cell));
        return table;
    }
}
