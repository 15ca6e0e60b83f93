package org.redstats.event;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedEventJsonTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ID = "0190d6a0-7c1e-7d3a-8f00-00000000002a";
    private static final Random RANDOM = new Random();

    @Test
    void readsAllFourFields() {
        var event = read("""
                {"event_id":"%s","user_id":"ann","red_value":0.25,"when":"2026-03-01T11:59:58.123456Z"}"""
                .formatted(ID));

        assertThat(event).isEqualTo(
                new RedEvent(UUID.fromString(ID), "ann", 0.25, Instant.parse("2026-03-01T11:59:58.123456Z")));
    }

    @Test
    void fillsMissingFieldsFromTheEnvelope() {
        var sent = Instant.parse("2026-03-01T11:00:00Z");

        var event = read("{\"user_id\":\"ann\",\"red_value\":1}", new Envelope(ID, sent, NOW));

        assertThat(event).isEqualTo(new RedEvent(UUID.fromString(ID), "ann", 1, sent));
    }

    @Test
    void fillsWhatNobodySaysWithARandomIdAndTheTimeOfReceipt() {
        var envelope = new Envelope("job-17", null, NOW);

        var one = read("{\"user_id\":\"ann\",\"red_value\":1}", envelope);
        var two = read("{\"user_id\":\"ann\",\"red_value\":1,\"event_id\":null,\"when\":null}", envelope);

        assertThat(one.when()).isEqualTo(two.when()).isEqualTo(NOW);
        assertThat(one.eventId()).isNotEqualTo(two.eventId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            {"user_id":"ann","red_value":0}                                    | ann | 0
            {"user_id":42,"red_value":0.5}                                     | 42 | 0.5
            {"user_id":-7,"red_value":0.5}                                     | -7 | 0.5
            {"user_id":123456789012345678901234567890,"red_value":0.5}         | 123456789012345678901234567890 | 0.5
            {"user_id":" ","red_value":1e3,"colour":{"r":[1,2]}}               | § § | 1000
            {"red_value":4.9e-324,"user_id":"Zoë 🟥"}                          | Zoë 🟥 | 4.9e-324
            {"user_id":"ann","red_value":1.7976931348623157e308}               | ann | 1.7976931348623157e308
            {"user_id":"ann","red_value":-0.0}                                 | ann | 0
            """)
    void readsGoodBodies(String body, String userId, double redValue) {
        var event = read(body);

        assertThat(event.userId()).isEqualTo(userId);
        assertThat(event.redValue()).isEqualTo(redValue);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            §§                                                                 | body
            nonsense                                                           | body
            {"user_id":"ann","red_value":0.5                                   | body
            {"user_id":"ann","red_value":0.5} {}                               | body
            {"user_id":"ann","red_value":NaN}                                  | body
            {"user_id":"ann","red_value":.5}                                   | body
            [1,2]                                                              | body
            "text"                                                             | body
            null                                                               | body
            {}                                                                 | user_id
            {"red_value":0.5}                                                  | user_id
            {"user_id":null,"red_value":0.5}                                   | user_id
            {"user_id":"","red_value":0.5}                                     | user_id
            {"user_id":4.5,"red_value":0.5}                                    | user_id
            {"user_id":true,"red_value":0.5}                                   | user_id
            {"user_id":["ann"],"red_value":0.5}                                | user_id
            {"user_id":"a\\u0000b","red_value":0.5}                            | user_id
            {"user_id":"\\ud83d","red_value":0.5}                              | user_id
            {"user_id":"ann"}                                                  | red_value
            {"user_id":"ann","red_value":"0.5"}                                | red_value
            {"user_id":"ann","red_value":null}                                 | red_value
            {"user_id":"ann","red_value":true}                                 | red_value
            {"user_id":"ann","red_value":-0.001}                               | red_value
            {"user_id":"ann","red_value":1e400}                                | red_value
            {"user_id":"ann","red_value":0.5,"event_id":"1-1-1-1-1"}           | event_id
            {"user_id":"ann","red_value":0.5,"event_id":17}                    | event_id
            {"user_id":"ann","red_value":0.5,"when":"yesterday"}               | when
            {"user_id":"ann","red_value":0.5,"when":"2026-03-01T11:00:00"}     | when
            {"user_id":"ann","red_value":0.5,"when":"2026-03-01"}              | when
            {"user_id":"ann","red_value":0.5,"when":"2026-02-30T11:00:00Z"}    | when
            {"user_id":"ann","red_value":0.5,"when":1772362800}                | when
            {"user_id":"ann","red_value":0.5,"when":"+10000-01-01T00:00:00Z"}  | when
            {"user_id":"ann","red_value":0.5,"when":"2026-03-01T12:05:00.001Z"}| when
            """)
    void namesTheFieldThatIsWrong(String body, String field) {
        assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> read(body)).satisfies(e -> {
            assertThat(e.field()).isEqualTo(field);
            assertThat(e).hasMessageStartingWith(e.field() + " ");
        });
    }

    @ParameterizedTest
    @CsvSource({
            "2026-03-01T12:00:00+01:00, 2026-03-01T11:00:00Z", "2026-03-01t11:00:00z, 2026-03-01T11:00:00Z",
            "2026-03-01T12:05:00Z, 2026-03-01T12:05:00Z", "1970-01-01T00:00:00-00:00, 1970-01-01T00:00:00Z",
            "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
            "2026-03-01T11:00:00.123456789Z, 2026-03-01T11:00:00.123456Z"})
    void readsInstantsOfRfc3339ToTheMicrosecond(String when, Instant expected) {
        assertThat(read("{\"user_id\":\"ann\",\"red_value\":0,\"when\":\"" + when + "\"}").when()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "🟥"})
    void countsCharactersNotCodeUnits(String character) {
        assertThat(read(bodyOf(character.repeat(128))).userId()).isEqualTo(character.repeat(128));
        assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> read(bodyOf(character.repeat(129))));
    }

    @Test
    void refusesOtherEncodingsThanUtf8() {
        var latin1 = "{\"user_id\":\"Zoë\",\"red_value\":0}".getBytes(ISO_8859_1);

        assertThatExceptionOfType(InvalidRedEvent.class)
                .isThrownBy(() -> RedEventJson.read(latin1, new Envelope(null, null, NOW)))
                .withMessage("body must be UTF-8");
    }

    @Test
    void takesLittleMoreMemoryThanTheTextForWhatItIgnores() {
        var body = "{\"ignored\":[" + "[],".repeat(1_000_000) + "0],\"user_id\":\"ann\",\"red_value\":0}";
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        var before = threads.getCurrentThreadAllocatedBytes();
        read(body);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L * body.length());
    }

    @Test
    void refusesATimestampOfTheMessageThatIsAheadOfTheClock() {
        var envelope = new Envelope(null, NOW.plusSeconds(301), NOW);

        assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> read(bodyOf("ann"), envelope))
                .withMessageStartingWith("when ");
    }

    @RepeatedTest(200)
    void readsWhatItWrites() {
        var userId = RANDOM.ints(1 + RANDOM.nextInt(128), 1, 0xD800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        var event = new RedEvent(UUID.randomUUID(), userId, Math.abs(RANDOM.nextGaussian()),
                Instant.ofEpochSecond(RANDOM.nextLong(NOW.getEpochSecond()), RANDOM.nextInt(1_000_000_000)));

        assertThat(RedEventJson.read(RedEventJson.write(event), new Envelope(null, null, NOW))).isEqualTo(event);
    }

    @RepeatedTest(200)
    void readsOrNamesTheFaultOfAnyDamagedBody() {
        var body = RedEventJson.write(new RedEvent(UUID.randomUUID(), "ann", 0.5, NOW));
        for (var i = 0; i < 3; i++) {
            body[RANDOM.nextInt(body.length)] = (byte) RANDOM.nextInt();
        }
        try {
            assertThat(RedEventJson.read(body, new Envelope(null, null, NOW))).isNotNull();
        } catch (InvalidRedEvent e) {
            assertThat(e.field()).isIn("body", "event_id", "user_id", "red_value", "when");
        }
    }

    private static String bodyOf(String userId) {
        return "{\"user_id\":\"" + userId + "\",\"red_value\":0}";
    }

    private static RedEvent read(@Nullable String body) {
        return read(body, new Envelope(null, null, NOW));
    }

    private static RedEvent read(@Nullable String body, Envelope envelope) {
        return RedEventJson.read(body == null ? new byte[0] : body.getBytes(UTF_8), envelope);
    }
}
