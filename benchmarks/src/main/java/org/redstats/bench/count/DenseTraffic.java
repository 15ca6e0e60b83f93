package org.redstats.bench.count;

import java.time.Duration;
import java.util.List;

import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;

/**
 * How much room the rollup takes beside the rows, where traffic is so dense that it has its finest parts.
 *
 * @param wholeDay or only an hour, which says a bit too much: what is kept for each day counts in full
 */
record DenseTraffic(Histories histories, long eventsPerSecond, boolean wholeDay) {

    private static final List<String> ROLLUP = List.of("red_count", "red_step", "red_fine", "red_fine_count",
            "red_quarter", "red_user_values");

    /** @param targets gets another one */
    Table measure(List<Target> targets) throws Exception {
        Duration length = wholeDay ? Duration.ofDays(1) : Duration.ofHours(1);
        long rows = length.toSeconds() * eventsPerSecond;
        History history = histories.create("dense");
        histories.store(history).close();
        histories.fill(history, rows, () -> history.generateFirstDay(length, rows));
        long table = history.size("red_event");
        long rollup = 0;
        for (String part : ROLLUP) {
            rollup += history.size(part);
        }
        String what = (wholeDay ? "a day" : "an hour") + " at " + eventsPerSecond + " events/s";
        targets.add(Target.atMost(5, "size of the rollup of %s, %% of the table's".formatted(what),
                100.0 * rollup / table));
        return new Table(what, "rows", "with its indexes")
                .row("red_event", Figures.whole(history.number("SELECT count(*) FROM red_event")),
                        Figures.megabytes(table))
                .row(String.join(", ", ROLLUP), Figures.whole(history.number("SELECT count(*) FROM red_count")),
                        Figures.megabytes(rollup));
    }
}
