package org.redstats.store.rollup;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;

import org.springframework.context.ApplicationContext;

/** What an operator can do to the counts, from the command line. */
public enum RollupCommand {

    /** Compares the counts of every day with its rows. */
    VERIFY {
        @Override
        boolean isFineAfter(Rollups rollups, LocalDate day, long wrong, PrintStream out) {
            out.println(day + " " + wrong + " counts are wrong");
            return false;
        }
    },
    /** Counts every day anew whose counts differ from its rows. */
    REBUILD {
        @Override
        boolean isFineAfter(Rollups rollups, LocalDate day, long wrong, PrintStream out) {
            rollups.rebuild(day);
            out.println(day + " " + wrong + " counts were wrong; the day is counted anew");
            return true;
        }
    };

    /** The command that arguments begin with, as a list of none or one. */
    public static List<RollupCommand> in(String... arguments) {
        return arguments.length == 0 ? List.of()
                : List.of(values()).stream().filter(c -> c.name().equalsIgnoreCase(arguments[0])).toList();
    }

    abstract boolean isFineAfter(Rollups rollups, LocalDate day, long wrong, PrintStream out);

    /**
     * Runs it over all days, a line for each.
     *
     * @return exit code: 0 when all counts are right at the end, else 1
     */
    public int run(ApplicationContext application, PrintStream out) {
        var rollups = application.getBean(Rollups.class);
        var fine = true;
        for (var day : rollups.days()) {
            var wrong = rollups.wrongCounts(day);
            if (wrong == 0) {
                out.println(day + " right");
            } else {
                fine &= isFineAfter(rollups, day, wrong, out);
            }
        }
        return fine ? 0 : 1;
    }
}
