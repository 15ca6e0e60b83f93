package org.redstats.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown: names in the first column, figures in the others. */
public final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        this.head = List.of(head);
    }

    /** Adds a row, which has as many cells as the head, and returns this table. */
    public Table row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(cells.length + " cells below " + head);
        }
        rows.add(List.of(cells));
        return this;
    }

    public String markdown() {
        List<String> lines = new ArrayList<>(List.of(line(head), "|---" + "|---:".repeat(head.size() - 1) + "|"));
        rows.forEach(row -> lines.add(line(row)));
        return String.join("\n", lines);
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }
}
