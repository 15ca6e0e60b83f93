package org.redstats.subscribe.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.outbox.Outcome;
import org.redstats.subscribe.outbox.PendingAlert;
import org.redstats.subscribe.outbox.StatisticsLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** One attempt: the alert signed and posted, and what follows from the answer. */
@Component
class Posting {

    private static final Logger log = LoggerFactory.getLogger(Posting.class);

    private final WebhookClient client;
    private final JsonMapper json;
    private final StatisticsLink statistics;
    private final MeterRegistry meters;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Posting(WebhookClient client, JsonMapper json, StatisticsLink statistics, MeterRegistry meters, Clock clock) {
        this.client = client;
        this.json = json;
        this.statistics = statistics;
        this.meters = meters;
        this.clock = clock;
    }

    Outcome post(PendingAlert alert, PendingAlert.Webhook webhook) {
        var body = json.writeValueAsBytes(AlertBody.of(alert, statistics.of(alert)));
        var started = System.nanoTime();
        var answer = client.post(webhook.url(), headers(alert, webhook, body), body);
        meters.timer("red.webhook.handover").record(Duration.ofNanos(System.nanoTime() - started));
        return switch (answer) {
            case Answer.Status status when status.isSuccess() -> sent(alert, webhook);
            case Answer.Status status when status.isGone() -> gone(alert, webhook);
            case Answer.Status(var code, var retryAfter) -> failed(alert, webhook, "the webhook answered " + code,
                    "status_" + code / 100 + "xx", retryAfter);
            case Answer.None(var reason, var kind) -> failed(alert, webhook, reason, kind, null);
        };
    }

    private Map<String, String> headers(PendingAlert alert, PendingAlert.Webhook webhook, byte[] body) {
        var id = alert.id().toString();
        var seconds = clock.instant().getEpochSecond();
        var signature = Signature.of(webhook.secret(), id, seconds, body);
        if (webhook.previousSecret() != null) {
            signature += " " + Signature.of(webhook.previousSecret(), id, seconds, body);
        }
        var headers = new HashMap<String, String>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put("webhook-signature", signature);
        return headers;
    }

    private Outcome sent(PendingAlert alert, PendingAlert.Webhook webhook) {
        count("sent", "none");
        log.debug("Posted alert {} of {} images to {}", alert.id(), alert.events(), webhook);
        return new Outcome.Sent(alert);
    }

    private Outcome gone(PendingAlert alert, PendingAlert.Webhook webhook) {
        count("failed", "gone");
        log.warn("The webhook of subscription {} at {} answered 410 to alert {}; it is disabled",
                alert.subscription(), webhook, alert.id());
        return new Outcome.Gone(alert, "the webhook answered 410");
    }

    private Outcome failed(PendingAlert alert, PendingAlert.Webhook webhook, String reason, String kind,
            @Nullable Duration retryAfter) {
        count("failed", kind);
        Optional<Duration> pause = RetrySchedule.after(alert.retry(), random)
                .map(planned -> retryAfter == null || retryAfter.compareTo(planned) < 0 ? planned : retryAfter);
        log.warn("Alert {} of subscription {} to the webhook at {} failed at attempt {}: {}; {}", alert.id(),
                alert.subscription(), webhook, alert.attempt(), reason,
                pause.map(next -> "next attempt in " + next.toSeconds() + " s").orElse("it was the last attempt"));
        return pause.<Outcome>map(next -> new Outcome.Retry(alert, reason, next))
                .orElseGet(() -> new Outcome.Failed(alert, reason, false));
    }

    private void count(String outcome, String reason) {
        meters.counter("red.webhooks", "outcome", outcome, "reason", reason).increment();
    }
}
