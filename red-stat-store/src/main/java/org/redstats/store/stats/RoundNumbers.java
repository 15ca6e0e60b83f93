package org.redstats.store.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/** Numbers that people like to see at an axis. */
final class RoundNumbers {

    private static final double[] ASCENDING = IntStream.rangeClosed(-290, 307)
            .boxed()
            .flatMap(exponent -> IntStream.of(10, 15, 20, 25, 30, 40, 50, 60, 80)
                    .mapToObj(tenths -> BigDecimal.valueOf(tenths, 1).scaleByPowerOfTen(exponent)))
            .mapToDouble(BigDecimal::doubleValue)
            .toArray();

    private RoundNumbers() {}

    /**
     * Returns the least round number that is enough.
     *
     * @param isEnough holds for all numbers from some number on
     */
    static double least(DoublePredicate isEnough) {
        var low = 0;
        var high = ASCENDING.length - 1;
        while (low < high) {
            var middle = (low + high) / 2;
            if (isEnough.test(ASCENDING[middle])) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return isEnough.test(ASCENDING[high]) ? ASCENDING[high] : Double.MAX_VALUE;
    }

    /** Where the parts of a range from 0 begin when it is cut into equal ones. */
    static double[] parts(double end, int parts) {
        var width = BigDecimal.valueOf(end);
        return IntStream.range(0, parts)
                .mapToDouble(part -> width.multiply(BigDecimal.valueOf(part))
                        .divide(BigDecimal.valueOf(parts), MathContext.DECIMAL64).doubleValue())
                .toArray();
    }
}
