package org.redstats.subscribe.mail;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Amounts of red as people read them. */
final class Redness {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final BigDecimal TINY = new BigDecimal("0.00001");
    private static final BigDecimal HUGE = new BigDecimal("1e9");

    private Redness() {}

    /** The threshold as it was asked for. */
    static String exact(double value) {
        return text(new BigDecimal(Double.toString(value)));
    }

    /** Three digits, or all of them where rounding would hide that the value is above the threshold. */
    static String rounded(double value, double threshold) {
        var rounded = new BigDecimal(value, THREE_DIGITS);
        return rounded.doubleValue() > threshold ? text(rounded) : exact(value);
    }

    private static String text(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        var isExtreme = number.signum() != 0 && (number.compareTo(TINY) < 0 || number.compareTo(HUGE) >= 0);
        return isExtreme ? stripped.toString() : stripped.toPlainString();
    }
}
