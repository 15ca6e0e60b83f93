package org.redstats.bench.report;

import java.util.Locale;

/** Writes numbers with as many digits as are worth reading. */
public final class Figures {
    private Figures() {}

    /** About three significant digits, thousands apart. */
    public static String plain(double number) {
        double size = Math.abs(number);
        String form = size >= 100 || size == Math.rint(size) ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, form, number);
    }

    public static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String whole(double number) {
        return whole(Math.round(number));
    }

    /** Bytes as megabytes of 2^20. */
    public static String megabytes(long bytes) {
        return plain(bytes / 1048576.0) + " MB";
    }

    public static String percent(double share) {
        return plain(100 * share) + " %";
    }
}
