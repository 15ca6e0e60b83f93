package org.redstats.subscribe.outbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.SubscribeProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Where the time that an alert tells of can be counted, by programs and by people. */
@Component
public class StatisticsLink {

    private final String publicBaseUrl;

    StatisticsLink(SubscribeProperties properties) {
        this.publicBaseUrl = properties.publicBaseUrl().toString().replaceFirst("/+$", "");
    }

    /** Counts the window from the first to the last image, both included; null in a test. */
    public @Nullable String of(PendingAlert alert) {
        var first = alert.first();
        var last = alert.last();
        if (first == null || last == null) {
            return null;
        }
        return link("/stat", first, last.plus(1, ChronoUnit.MICROS), alert); // windows are half open
    }

    /** Shows the minutes from the first to the last image, both included; null in a test. */
    public @Nullable String page(PendingAlert alert) {
        var first = alert.first();
        var last = alert.last();
        if (first == null || last == null) {
            return null;
        }
        return link("/", first.truncatedTo(ChronoUnit.MINUTES),
                last.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES), alert);
    }

    private String link(String path, Instant from, Instant to, PendingAlert alert) {
        var link = new StringBuilder(publicBaseUrl).append(path).append("?from=").append(from).append("&to=").append(to)
                .append("&red_threshold=").append(alert.redThreshold());
        if (alert.userId() != null) {
            link.append("&user_id=").append(UriComponentsBuilder.fromPath("").queryParam("u", "{u}").encode()
                    .buildAndExpand(alert.userId()).toUriString().substring("?u=".length()));
        }
        return link.toString();
    }
}
