package org.redstats.notify.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.redstats.notify.live.Alert;
import org.redstats.notify.live.Replay;
import org.redstats.notify.live.Subscription;
import tools.jackson.databind.json.JsonMapper;

/** The texts that the server sends. */
public final class Answers {

    /** Some were missed, and nobody knows how many. */
    public static final String GAP = "{\"type\":\"skipped\",\"count\":null}";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final byte[] ALERTS_START = "{\"type\":\"alert\",\"alerts\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ALERTS_END = "]}".getBytes(StandardCharsets.US_ASCII);

    private Answers() {}

    /** @param replay what was sent before; null when the client did not ask */
    public static String subscribed(Subscription subscription, @Nullable Replay replay) {
        var answer = JSON.createObjectNode()
                .put("type", "subscribed")
                .put("red_threshold", subscription.redThreshold())
                .put("user_id", subscription.userId());
        if (replay != null) {
            answer.put("replayed", replay.alerts().size()).put("complete", replay.complete());
        }
        return answer.toString();
    }

    public static String error(String detail) {
        return JSON.createObjectNode().put("type", "error").put("detail", detail).toString();
    }

    public static String skipped(long count) {
        return "{\"type\":\"skipped\",\"count\":" + count + "}";
    }

    /** How many bytes {@link #writeAlerts} will write. */
    public static int sizeOf(List<Alert> alerts) {
        var size = ALERTS_START.length + ALERTS_END.length + alerts.size() - 1;
        for (var alert : alerts) {
            size += alert.size();
        }
        return size;
    }

    /** Writes at least one alert as UTF-8: straight into the bytes that leave, because this is done for every connection. */
    public static void writeAlerts(List<Alert> alerts, ByteBuf to) {
        to.writeBytes(ALERTS_START);
        for (var i = 0; i < alerts.size(); i++) {
            if (i > 0) {
                to.writeByte(',');
            }
            to.writeBytes(alerts.get(i).json());
        }
        to.writeBytes(ALERTS_END);
    }
}
