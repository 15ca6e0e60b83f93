package org.redstats.subscribe.mail;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.outbox.PendingAlert;

/**
 * An alert as the templates say it.
 *
 * @param headline the subject as a sentence of the body
 * @param threshold the subscription's
 * @param userId whose images only, null for everybody's
 * @param images the reddest ones, reddest first
 * @param more how many there are beyond these, null when there are none
 * @param first when the earliest was measured, null when there is no more than one
 * @param last when the latest was
 * @param pause the least time between two alerts, null when there is none
 * @param statistics where all of that time is shown, null in a test
 * @param manage where the subscription can be changed
 */
record AlertWords(boolean isTest, String subject, String headline, String threshold, @Nullable String userId,
        List<Image> images, @Nullable String more, @Nullable String first, @Nullable String last,
        @Nullable String pause, @Nullable String statistics, String manage, String unsubscribe) {

    private static final DateTimeFormatter TIME = DateTimeFormatter
            .ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** One image as the templates say it. */
    record Image(String redness, String userId, String when) {}

    boolean hasImages() {
        return !images.isEmpty();
    }

    /** Whether there is more than one image. */
    boolean several() {
        return first != null;
    }

    static AlertWords of(PendingAlert alert, @Nullable String statistics, String manage,
            String unsubscribe) {
        var threshold = Redness.exact(alert.redThreshold());
        var images = alert.reddest().stream().map(image -> new Image(
                Redness.rounded(image.redValue(), alert.redThreshold()), image.userId(), TIME.format(image.when())))
                .toList();
        var reddest = images.isEmpty() ? "" : images.getFirst().redness();
        var several = alert.events() > 1;
        return new AlertWords(alert.isTest(), subject(alert, threshold, reddest), headline(alert, threshold),
                threshold, alert.userId(), images,
                alert.events() > images.size() ? Long.toString(alert.events() - images.size()) : null,
                several ? time(alert.first()) : null, several ? time(alert.last()) : null,
                alert.minInterval().isZero() ? null : words(alert.minInterval()), statistics, manage, unsubscribe);
    }

    private static String subject(PendingAlert alert, String threshold, String reddest) {
        if (alert.isTest()) {
            return "Test alert: this is how we tell you of images redder than " + threshold;
        }
        return alert.events() == 1
                ? "Red %s > %s: 1 image".formatted(reddest, threshold)
                : "%,d images redder than %s (reddest %s)".formatted(alert.events(), threshold, reddest);
    }

    private static String headline(PendingAlert alert, String threshold) {
        if (alert.isTest()) {
            return "This is a test. No image was measured; your alerts will come from here.";
        }
        return alert.events() == 1
                ? "One image was redder than " + threshold + "."
                : "%,d images were redder than %s.".formatted(alert.events(), threshold);
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(time);
    }

    /** {@code PT1H30M} becomes "1 hour 30 minutes". */
    static String words(Duration duration) {
        var words = new ArrayList<String>();
        add(words, duration.toDaysPart(), "day");
        add(words, duration.toHoursPart(), "hour");
        add(words, duration.toMinutesPart(), "minute");
        add(words, duration.toSecondsPart(), "second");
        add(words, duration.toMillisPart(), "millisecond");
        return String.join(" ", words);
    }

    private static void add(List<String> words, long count, String unit) {
        if (count > 0) {
            words.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
