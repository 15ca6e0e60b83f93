package org.redstats.bench.report;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

import org.redstats.testing.Machine;

/**
 * What one run has shown.
 *
 * @param conditions under which it was: versions, settings, sizes; each a short phrase
 * @param tables what was measured
 * @param targets what was promised, and whether it holds
 */
public record Report(List<String> conditions, List<Table> tables, List<Target> targets) {

    /**
     * Ready for {@code docs/benchmarks.md}.
     *
     * @param command that repeats it
     */
    public String markdown(String command) {
        return """
                `%s`, %s: %s. JDK %s; %s.

                %s

                %s""".formatted(command, LocalDate.now(ZoneOffset.UTC), Machine.here(), Runtime.version(),
                String.join("; ", conditions),
                tables.stream().map(Table::markdown).collect(Collectors.joining("\n\n")),
                Target.table(targets).markdown()) + "\n";
    }
}
