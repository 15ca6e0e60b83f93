package org.redstats.subscribe.outbox;

import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.SubscribeProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Where the time that an alert tells of can be counted. */
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
        var link = new StringBuilder(publicBaseUrl).append("/stat?from=").append(first)
                .append("&to=").append(last.plus(1, ChronoUnit.MICROS)) // windows are half open
                .append("&red_threshold=").append(alert.redThreshold());
        if (alert.userId() != null) {
            link.append("&user_id=").append(UriComponentsBuilder.fromPath("").queryParam("u", "{u}").encode()
                    .buildAndExpand(alert.userId()).toUriString().substring("?u=".length()));
        }
        return link.toString();
    }
}
