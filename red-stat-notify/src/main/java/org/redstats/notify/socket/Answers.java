package org.redstats.notify.socket;

import java.util.List;

import org.redstats.notify.live.Alert;
import org.redstats.notify.live.Subscription;
import tools.jackson.databind.json.JsonMapper;

/** The texts that the server sends. */
final class Answers {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ALERTS_START = "{\"type\":\"alert\",\"alerts\":[";

    private Answers() {}

    static String subscribed(Subscription subscription) {
        return JSON.createObjectNode()
                .put("type", "subscribed")
                .put("red_threshold", subscription.redThreshold())
                .put("user_id", subscription.userId())
                .toString();
    }

    static String error(String detail) {
        return JSON.createObjectNode().put("type", "error").put("detail", detail).toString();
    }

    static String skipped(long count) {
        return "{\"type\":\"skipped\",\"count\":" + count + "}";
    }

    static String alerts(List<Alert> alerts) {
        var length = ALERTS_START.length() + 2 + alerts.stream().mapToInt(alert -> alert.size() + 1).sum();
        var text = new StringBuilder(length).append(ALERTS_START);
        for (var alert : alerts) {
            text.append(alert.json()).append(',');
        }
        text.setLength(text.length() - 1);
        return text.append("]}").toString();
    }
}
