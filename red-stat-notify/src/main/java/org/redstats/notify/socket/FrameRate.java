package org.redstats.notify.socket;

/** Lets a burst through at once and then so many frames a second. Not safe for concurrent use. */
final class FrameRate {

    private final int perSecond;
    private final int burst;
    private double tokens;
    private long refilledNanos;

    FrameRate(int perSecond, int burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.refilledNanos = nowNanos;
    }

    boolean allows(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - refilledNanos) / 1e9 * perSecond);
        refilledNanos = nowNanos;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
