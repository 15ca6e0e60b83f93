package org.redstats.bench.report;

import java.util.List;

/**
 * A figure that was promised.
 *
 * @param what the figure
 * @param bound what it must be
 * @param measured what it is
 * @param met whether that is within the bound
 */
public record Target(String what, String bound, String measured, boolean met) {

    public static Target atLeast(double bound, String what, double measured) {
        return new Target(what, "at least " + Figures.plain(bound), Figures.plain(measured), measured >= bound);
    }

    public static Target atMost(double bound, String what, double measured) {
        return new Target(what, "at most " + Figures.plain(bound), Figures.plain(measured), measured <= bound);
    }

    static Table table(List<Target> targets) {
        Table table = new Table("target", "must be", "is", "");
        for (Target target : targets) {
            table.row(target.what, target.bound, target.measured, target.met ? "met" : "**missed**");
        }
        return table;
    }
}
