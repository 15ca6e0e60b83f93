package org.redstats.notify.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;

import static org.assertj.core.api.Assertions.assertThat;

class AudienceTests {

    private final Audience audience = new Audience(100, 1_000_000);

    /** Notes what it is told; the audience's lock guards it. */
    private static final class Noting implements Audience.Listener {
        final List<Alert> alerts = new ArrayList<>();
        final List<String> wrong = new ArrayList<>();
        @Nullable
        Subscription current;
        @Nullable
        Replay lastReplay;
        int gaps;

        @Override
        public void subscribed(Subscription subscription, @Nullable Replay replay) {
            current = subscription;
            lastReplay = replay;
        }

        @Override
        public void gap() {
            gaps++;
        }

        @Override
        public void alert(Alert alert) {
            alerts.add(alert);
            if (current == null || !(alert.event().redValue() > current.redThreshold())
                    || (current.userId() != null && !current.userId().equals(alert.event().userId()))) {
                wrong.add(alert.event() + " under " + current);
            }
        }
    }

    private static Alert alert(String userId, double redValue) {
        return Alert.of(new RedEvent(UUID.randomUUID(), userId, redValue, Instant.EPOCH), Alert.Clock.WHEN, 0);
    }

    @Test
    void losesAndDoublesNothingWhileSubscriptionsChange() throws Exception {
        var listeners = IntStream.range(0, 20).mapToObj(i -> new Noting()).toList();
        var seats = listeners.stream().map(audience::seat).toList();
        seats.forEach(seat -> seat.subscribe(new Subscription(0.5, null), null));
        var events = IntStream.range(0, 20_000).mapToObj(i -> alert("1", 0.9)).toList();
        var done = new CountDownLatch(1);

        var restless = IntStream.range(0, seats.size()).mapToObj(i -> Thread.ofVirtual().start(() -> {
            var random = new Random(i);
            while (done.getCount() > 0) {
                // each of these wants every one of the events
                seats.get(i).subscribe(new Subscription(random.nextInt(9) / 10.0, random.nextBoolean() ? "1" : null),
                        null);
                Thread.onSpinWait();
            }
        })).toList();
        events.forEach(audience::publish);
        done.countDown();
        for (var thread : restless) {
            thread.join();
        }

        assertThat(listeners).allSatisfy(listener -> {
            assertThat(listener.alerts).isEqualTo(events);
            assertThat(listener.wrong).isEmpty();
        });
    }

    @Test
    void tellsNobodyWhoHasLeftOrComesBackTooLate() {
        var listener = new Noting();
        var seat = audience.seat(listener);
        seat.subscribe(new Subscription(0, "1"), null);
        seat.leave();
        seat.subscribe(new Subscription(0, "1"), null);

        audience.publish(alert("1", 1));

        assertThat(listener.alerts).isEmpty();
    }

    @Test
    void replaysWhatTheSubscriptionWantsOfWhatCameSince() {
        audience.gapEnds();
        var seen = alert("1", 0.9);
        var wanted = alert("1", 0.8);
        List.of(alert("1", 0.9), seen, alert("1", 0.5), wanted, alert("2", 0.9)).forEach(audience::publish);

        var replay = replay(seen.event().eventId(), new Subscription(0.5, "1"));

        assertThat(replay.alerts()).containsExactly(wanted);
        assertThat(replay.complete()).isTrue();
    }

    @Test
    void replaysAllItRemembersWhereItDoesNotKnowTheEvent() {
        audience.gapEnds();
        var events = IntStream.range(0, 150).mapToObj(i -> alert("1", 0.9)).toList();
        events.forEach(audience::publish);

        var replay = replay(events.getFirst().event().eventId(), new Subscription(0.5, null));

        assertThat(replay.alerts()).isEqualTo(events.subList(50, 150));
        assertThat(replay.complete()).isFalse();
        assertThat(replay(events.get(50).event().eventId(), new Subscription(0.5, null)).complete()).isTrue();
    }

    @Test
    void saysThatAReplayOverAGapIsNotComplete() {
        audience.gapEnds();
        var before = alert("1", 0.9);
        var after = alert("1", 0.9);
        audience.publish(before);
        audience.gapBegins();
        assertThat(replay(before.event().eventId(), new Subscription(0, null)).complete()).isFalse();
        audience.gapEnds();
        audience.publish(after);

        assertThat(replay(before.event().eventId(), new Subscription(0, null)))
                .isEqualTo(new Replay(List.of(after), false));
        assertThat(replay(after.event().eventId(), new Subscription(0, null))).isEqualTo(new Replay(List.of(), true));
    }

    @Test
    void tellsWhoListensOfAGap() {
        var listening = new Noting();
        var silent = new Noting();
        audience.seat(listening).subscribe(new Subscription(0, "1"), null);
        audience.seat(silent);

        audience.gapBegins();
        audience.gapEnds();

        assertThat(listening.gaps).isEqualTo(1);
        assertThat(silent.gaps).isZero();
    }

    private Replay replay(UUID since, Subscription subscription) {
        var listener = new Noting();
        audience.seat(listener).subscribe(subscription, since);
        return Objects.requireNonNull(listener.lastReplay);
    }
}
