package org.redstats.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that coverage leads to: each is an event that stays the same when written and read again, or is refused. */
class RedEventJsonFuzzTests {

    private static final Envelope ENVELOPE = new Envelope("0199d3a0-0000-7000-8000-000000000001",
            Instant.parse("2026-03-01T10:00:00Z"), Instant.parse("2026-03-01T10:00:01Z"));

    static Stream<byte[]> examples() {
        return Stream.of("""
                {"event_id":"0199d3a0-0000-7000-8000-000000000002","user_id":"ann","red_value":0.25,
                 "when":"2026-03-01T09:59:59.123456789Z"}""",
                "{\"user_id\":42,\"red_value\":1e-7,\"other\":[null,{\"a\":true}]}",
                "{\"user_id\":\"\\u00e9\\ud83d\\ude80\",\"red_value\":-0.0,\"when\":\"2026-03-01T10:00:00+02:00\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("examples")
    @FuzzTest
    void isAnEventOrRefused(byte @Nullable [] body) {
        if (body == null) {
            return;
        }
        RedEvent event;
        try {
            event = RedEventJson.read(body, ENVELOPE);
        } catch (InvalidRedEvent e) {
            assertThat(e.reason()).isNotBlank();
            return;
        }
        assertThat(RedEventJson.read(RedEventJson.write(event), ENVELOPE)).isEqualTo(event);
    }
}
