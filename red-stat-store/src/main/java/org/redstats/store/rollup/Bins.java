package org.redstats.store.rollup;

/**
 * Bins of values, told apart by their exponent and the leading bits of their mantissa: log-linear, as in
 * <a href="https://hdrhistogram.org/">HDR histograms</a>. Of values that are not negative, a greater one is never in a
 * lesser bin, zero and denormals included, because their IEEE 754 patterns are ordered as integers are.
 *
 * <p>
 * Bins nest: a coarse bin is 16 medium ones, a medium bin 64 fine ones.
 */
public enum Bins {

    /** 4 to a doubling. */
    COARSE(2),
    /** 64 to a doubling. */
    MEDIUM(6),
    /** 4096 to a doubling. */
    FINE(12);

    private static final int MANTISSA_BITS = 52;

    private final int bits;

    Bins(int bits) {
        this.bits = bits;
    }

    /** How many bits of the mantissa tell these bins apart; the name of the kind in the database. */
    public int bits() {
        return bits;
    }

    /** @param value not negative */
    public int of(double value) {
        return (int) (Double.doubleToRawLongBits(value) >> (MANTISSA_BITS - bits));
    }

    /** The least value of a bin; infinity for the bin after the last. */
    public double start(int bin) {
        return Double.longBitsToDouble((long) bin << (MANTISSA_BITS - bits));
    }

    /** The first of these bins inside a bin of a coarser kind. */
    public int firstIn(Bins coarser, int bin) {
        return bin << (bits - coarser.bits);
    }
}
