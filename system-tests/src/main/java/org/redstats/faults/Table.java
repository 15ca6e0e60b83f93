package org.redstats.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.redstats.testing.Machine;

/**
 * The table of what was played, in a document between two marks. A line is replaced when its fault is played again, and
 * stays as it was when it is not.
 */
final class Table {

    private static final String BEGIN = "<!-- faults: begin -->";
    private static final String END = "<!-- faults: end -->";
    private static final String HEAD = """
            | fault | what goes wrong | rounds | events | lost | duplicated | alerts | repeated | longest recovery | remarks | when, and how to repeat it |
            |---|---|---:|---:|---:|---:|---:|---:|---:|---|---|""";

    private final Map<String, String> lines = new LinkedHashMap<>();
    private final List<String> order;

    /** @param order of the names of faults */
    Table(List<String> order) {
        this.order = order;
    }

    /** @param cells in the order of the head, the first one being the fault's name */
    void put(List<String> cells) {
        lines.put(cells.getFirst(), "| `" + String.join(" | ", cells).replaceFirst(" \\|", "` |") + " |");
    }

    String markdown() {
        var sorted = new ArrayList<>(lines.keySet());
        sorted.sort((one, other) -> Integer.compare(order.indexOf(one), order.indexOf(other)));
        var text = new StringBuilder(HEAD);
        sorted.forEach(name -> text.append('\n').append(lines.get(name)));
        return text.append('\n').toString();
    }

    /**
     * Puts its lines into a document.
     *
     * @throws IllegalArgumentException when the document has not the two marks
     */
    void writeTo(Path document) throws IOException {
        var text = Files.readString(document);
        var begin = text.indexOf(BEGIN);
        var end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(document + " has no lines " + BEGIN + " and " + END);
        }
        var both = new Table(order);
        text.substring(begin, end).lines().filter(line -> line.startsWith("| `"))
                .forEach(line -> both.lines.put(line.substring(3, line.indexOf('`', 3)), line));
        both.lines.putAll(lines);
        var machine = "Last played on " + Machine.here() + ".\n\n";
        Files.writeString(document, text.substring(0, begin) + BEGIN + "\n\n" + machine + both.markdown() + "\n"
                + text.substring(end));
    }
}
