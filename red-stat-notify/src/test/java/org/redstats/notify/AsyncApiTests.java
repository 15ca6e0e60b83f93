package org.redstats.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.Envelope;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.notify.live.InvalidSubscription;
import org.redstats.notify.live.Replay;
import org.redstats.notify.live.Subscription;
import org.redstats.notify.protocol.Answers;
import org.redstats.notify.protocol.SubscriptionRequest;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What the description allows is what the implementation takes and sends. */
class AsyncApiTests {

    private static final String ID = "0e8dd6b2-2a4f-4d6c-8a53-0a4a2c5a4a11";

    @ParameterizedTest
    @ValueSource(strings = {"{\"red_threshold\":0}", "{\"red_threshold\":1e-3,\"user_id\":42}",
            "{\"red_threshold\":0.5,\"user_id\":\"Jürgen\",\"colour\":\"red\"}",
            "{\"red_threshold\":0.5,\"user_id\":null,\"since\":null}",
            "{\"red_threshold\":0.5,\"since\":\"" + ID + "\"}"})
    void describesTheFramesThatAreTaken(String frame) {
        assertThat(Description.allows("subscribe", JsonMapper.shared().readTree(frame))).isTrue();
        assertThat(SubscriptionRequest.ofFrame(frame)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "0.5", "{\"red_threshold\":null}", "{\"red_threshold\":\"0.5\"}",
            "{\"red_threshold\":-0.1}", "{\"red_threshold\":0.5,\"user_id\":\"\"}",
            "{\"red_threshold\":0.5,\"user_id\":1.5}", "{\"red_threshold\":0.5,\"user_id\":[]}",
            "{\"red_threshold\":0.5,\"since\":\"yesterday\"}", "{\"red_threshold\":0.5,\"since\":7}"})
    void describesTheFramesThatAreRefused(String frame) {
        assertThat(Description.allows("subscribe", JsonMapper.shared().readTree(frame))).isFalse();
        assertThatExceptionOfType(InvalidSubscription.class).isThrownBy(() -> SubscriptionRequest.ofFrame(frame));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"user_id\":42,\"red_value\":1}", "{\"user_id\":\"42\",\"red_value\":0.5,\"colour\":1}",
            "{\"user_id\":\"42\",\"red_value\":0.5,\"event_id\":\"" + ID + "\",\"when\":\"2026-01-31T12:00:00Z\"}"})
    void describesTheEventsThatAreTaken(String body) {
        assertThat(Description.allows("event", JsonMapper.shared().readTree(body))).isTrue();
        assertThat(read(body)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"user_id\":42}", "{\"user_id\":\"\",\"red_value\":1}",
            "{\"user_id\":\"42\",\"red_value\":-1}", "{\"user_id\":\"42\",\"red_value\":\"1\"}",
            "{\"user_id\":\"42\",\"red_value\":1,\"event_id\":\"1\"}"})
    void describesTheEventsThatAreRefused(String body) {
        assertThat(Description.allows("event", JsonMapper.shared().readTree(body))).isFalse();
        assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> read(body));
    }

    /** Those that need something to happen first; the others are looked at wherever a test reads them. */
    @Test
    void describesEveryAnswer() {
        assertThat(List.of(
                Answers.subscribed(new Subscription(0.5, "42"), null),
                Answers.subscribed(new Subscription(0, null), new Replay(List.of(), false)),
                Answers.error("red_threshold is missing"),
                Answers.skipped(17),
                Answers.GAP)).allSatisfy(Description::requireSendable);
    }

    private static RedEvent read(String body) {
        return RedEventJson.read(body.getBytes(StandardCharsets.UTF_8),
                new Envelope(UUID.randomUUID().toString(), null, Instant.now()));
    }
}
