package org.redstats.system;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Input by chance: the same few in every build; {@code -Dred.fuzz.seconds=600} for others as long as that in each test,
 * {@code -Dred.fuzz.seed=} with what such a run has printed for its input again.
 */
final class Fuzz {

    /** Text that has been trouble somewhere: for SQL, headers, logs, numbers, times, templates, paths and people. */
    static final List<String> NASTY = List.of("", " ", "null", "' OR 1=1 --", "'; DROP TABLE red_event; --",
            "\" OR \"\"=\"",
            "1; SELECT pg_sleep(30)", "\\", "%", "%00", "%s%n%x", "\u0000", "a\u0000b", "a\r\nX-Injected: 1",
            "a\r\n\r\n<html>", "\n", "\t", "${jndi:ldap://127.0.0.1:1/a}", "#{7*7}", "{{7*7}}",
            "<script>alert(1)</script>",
            "../../../../etc/passwd", "=1+1", "@SUM(1)", "+1", "-1", "0", "-0", "1e400", "-1e400", "1e-400", "NaN",
            "Infinity",
            "0x10", "1_000", "1,5", "\u0661", "999999999999999999999999", "2147483648", "9223372036854775808", "1.5f",
            "1d",
            "true", "[]", "{}", "PT0S", "PT1S", "-PT1S", "P1Y", "PT1M", "P10000D", "PT0.000000001S",
            "PT999999999999999999H",
            "2026-03-01T00:00:00Z", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
            "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "2026-03-01T00:00:00+18:00", "2026-03-01",
            "00000000-0000-0000-0000-000000000000", "1-1-1-1-1", "\ud83d\ude80", "\u202eabc", "\ufeff", "\uffff",
            "e\u0301",
            "a@example.org\r\nBcc: b@example.org", "a@b@c", "<a@example.org>", "a@example.org,b@example.org",
            "a@[127.0.0.1]",
            "\"a b\"@example.org", "a@xn--", "http://127.0.0.1:1/", "https://red.invalid:0/", "https://[::1]/",
            "https://user@x/",
            "file:///etc/passwd", "https://red.invalid/\r\nX: y", "AAAA", "x".repeat(129), "x".repeat(2_000));

    private static final Logger log = LoggerFactory.getLogger(Fuzz.class);
    private static final long ALWAYS_THE_SAME = 17;

    private final String what;
    private final int few;
    private final Random random;

    /** @param few how often it is done in every build */
    Fuzz(String what, int few) {
        this.what = what;
        this.few = few;
        var seed = Long.getLong("red.fuzz.seed", isLong() ? System.nanoTime() : ALWAYS_THE_SAME);
        random = new Random(seed);
        log.info("Fuzzing {} with -Dred.fuzz.seed={}", what, seed);
    }

    private static boolean isLong() {
        return Integer.getInteger("red.fuzz.seconds") != null;
    }

    /** Does it again and again, and says how often. */
    int repeat(Consumer<Random> step) {
        var end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("red.fuzz.seconds", 0)).toNanos();
        var times = 0;
        while (isLong() ? System.nanoTime() < end : times < few) {
            step.accept(random);
            times++;
        }
        log.info("Fuzzed {} {} times", what, times);
        return times;
    }

    static String nasty(Random random) {
        return oneOf(NASTY, random);
    }

    static <T> T oneOf(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
