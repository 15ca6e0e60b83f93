package org.redstats.notify.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;

import static org.assertj.core.api.Assertions.assertThat;

class OutboxTests {

    private static final Alert A = alert();
    private static final Alert B = alert();
    private static final Alert C = alert();
    private static final Alert D = alert();

    private final AtomicInteger drops = new AtomicInteger();

    private static Alert alert() {
        return Alert.of(new RedEvent(UUID.randomUUID(), "1", 1, Instant.EPOCH), Alert.Clock.WHEN, 0);
    }

    private Outbox<String> outbox(int maxAlerts, int maxSize, int departureSize) {
        return new Outbox<>(new Outbox.Limits(maxAlerts, maxSize, departureSize), drops::incrementAndGet);
    }

    /** What a writer would send, as one list. */
    private static List<Object> drain(Outbox<String> outbox) {
        var sent = new ArrayList<>();
        for (var next = outbox.next(); next != null; next = outbox.next()) {
            if (next.skipped() > 0) {
                sent.add(next.skipped());
            }
            sent.addAll(next.alerts());
            if (next.message() != null) {
                sent.add(next.message());
            }
        }
        return sent;
    }

    @Test
    void asksForOneWriterAtATime() {
        var outbox = outbox(10, 10_000, 10_000);

        assertThat(outbox.add(A)).isTrue();
        assertThat(outbox.add(B)).isFalse();
        outbox.next();
        assertThat(outbox.add(C)).isFalse();
        outbox.next();
        assertThat(outbox.hasMore()).isFalse();
        assertThat(outbox.add("m")).isTrue();
    }

    @Test
    void keepsAlertsAndMessagesInOrder() {
        var outbox = outbox(10, 10_000, 10_000);
        outbox.add("first");
        outbox.add(A);
        outbox.add(B);
        outbox.add("second");
        outbox.add("third");
        outbox.add(C);

        assertThat(drain(outbox)).containsExactly("first", A, B, "second", "third", C);
    }

    @Test
    void dropsTheOldestOverItsCountAndTellsBeforeTheNext() {
        var outbox = outbox(2, 10_000, 10_000);
        Stream.of(A, B, C, D).forEach(outbox::add);

        assertThat(drain(outbox)).containsExactly(2L, C, D);
        assertThat(drops).hasValue(2);
    }

    @Test
    void dropsTheOldestOverItsSizeButNeverTheLast() {
        var outbox = outbox(10, A.size() - 1, 10_000);
        outbox.add(A);
        outbox.add(B);

        assertThat(drain(outbox)).containsExactly(1L, B);
    }

    @Test
    void dropsNoMessage() {
        var outbox = outbox(1, 10_000, 10_000);
        outbox.add(A);
        outbox.add("m");
        outbox.add(B);
        outbox.add(C);

        assertThat(drain(outbox)).containsExactly("m", 2L, C);
    }

    @Test
    void splitsWhatIsTooBigForOneDeparture() {
        var outbox = outbox(10, 10_000, 2 * A.size());
        Stream.of(A, B, C).forEach(outbox::add);

        assertThat(outbox.next()).isEqualTo(new Outbox.Departure<>(0, List.of(A, B), false, null));
        assertThat(outbox.next()).isEqualTo(new Outbox.Departure<>(0, List.of(C), false, null));
    }

    @Test
    void sendsAReplayInPartsBeforeItsMessageAndWhatCameLaterAfterIt() {
        var outbox = outbox(1, 10_000, 2 * A.size());
        outbox.add(D);
        outbox.add(List.of(A, B, C), "replayed");
        outbox.add(D);

        assertThat(outbox.isReplaying()).isTrue();
        assertThat(outbox.next()).isEqualTo(new Outbox.Departure<>(0, List.of(A, B), true, null));
        assertThat(outbox.next()).isEqualTo(new Outbox.Departure<>(0, List.of(C), true, "replayed"));
        assertThat(outbox.isReplaying()).isFalse();
        assertThat(outbox.next()).isEqualTo(new Outbox.Departure<>(1, List.of(D), false, null));
        assertThat(outbox.next()).isNull();
    }

    @Test
    void takesAndGivesNothingOnceClosed() {
        var outbox = outbox(10, 10_000, 10_000);
        outbox.add(A);
        outbox.close();

        assertThat(outbox.add(B)).isFalse();
        assertThat(outbox.add("m")).isFalse();
        assertThat(outbox.next()).isNull();
    }
}
