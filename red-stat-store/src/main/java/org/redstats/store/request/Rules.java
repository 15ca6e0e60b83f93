package org.redstats.store.request;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

import org.redstats.event.RedEvent;

/** What the parameters that many requests share must look like. */
public final class Rules {

    private static final String INSTANT_RULE = "must be an RFC 3339 instant with an offset, such as"
            + " 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00, in the years 0000 to 9999";
    private static final Pattern INSTANT = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)",
                    Pattern.CASE_INSENSITIVE);
    // Narrower than what Java parses, which takes hexadecimal, "1f", "NaN" and blanks.
    private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");
    private static final Pattern OFFSET_AFTER_SPACE = Pattern.compile(".* \\d\\d:\\d\\d");

    private static final String ENCODED_PLUS = URLEncoder.encode("+", StandardCharsets.UTF_8);

    private Rules() {}

    public static Instant instant(String text) {
        if (OFFSET_AFTER_SPACE.matcher(text).matches()) {
            throw new RuleBroken("must have the + of its offset encoded as " + ENCODED_PLUS
                    + ", for an unencoded one means a space");
        }
        if (!INSTANT.matcher(text).matches()) {
            throw new RuleBroken(INSTANT_RULE);
        }
        try {
            return Window.requireInBounds(Instant.parse(text));
        } catch (DateTimeException e) {
            throw new RuleBroken(INSTANT_RULE);
        }
    }

    public static Double redThreshold(String text) {
        var number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new RuleBroken("must be a finite number >= 0");
        }
        return number + 0.0; // -0 becomes 0
    }

    public static String userId(String text) {
        var length = text.codePointCount(0, text.length());
        if (length < 1 || length > RedEvent.MAX_USER_ID_LENGTH || text.indexOf('\0') >= 0) {
            throw new RuleBroken("must have 1 to " + RedEvent.MAX_USER_ID_LENGTH + " characters, none of them U+0000");
        }
        return text;
    }

    public static Rule<Integer> integer(int min, int max) {
        return text -> {
            if (!INTEGER.matcher(text).matches() || Integer.parseInt(text) < min || Integer.parseInt(text) > max) {
                throw new RuleBroken("must be an integer from " + min + " to " + max);
            }
            return Integer.valueOf(text);
        };
    }
}
