package org.redstats.notify.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;

import static org.assertj.core.api.Assertions.assertThat;

class AudienceTests {

    private final Audience audience = new Audience();

    /** Notes what it is told; the audience's lock guards it. */
    private static final class Noting implements Audience.Listener {
        final List<Alert> alerts = new ArrayList<>();
        final List<String> wrong = new ArrayList<>();
        @Nullable
        Subscription current;

        @Override
        public void subscribed(Subscription subscription) {
            current = subscription;
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
        return Alert.of(new RedEvent(UUID.randomUUID(), userId, redValue, Instant.EPOCH), 0);
    }

    @Test
    void losesAndDoublesNothingWhileSubscriptionsChange() throws Exception {
        var listeners = IntStream.range(0, 20).mapToObj(i -> new Noting()).toList();
        var seats = listeners.stream().map(audience::seat).toList();
        seats.forEach(seat -> seat.subscribe(new Subscription(0.5, null)));
        var events = IntStream.range(0, 20_000).mapToObj(i -> alert("1", 0.9)).toList();
        var done = new CountDownLatch(1);

        var restless = IntStream.range(0, seats.size()).mapToObj(i -> Thread.ofVirtual().start(() -> {
            var random = new Random(i);
            while (done.getCount() > 0) {
                // each of these wants every one of the events
                seats.get(i).subscribe(new Subscription(random.nextInt(9) / 10.0, random.nextBoolean() ? "1" : null));
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
        seat.subscribe(new Subscription(0, "1"));
        seat.leave();
        seat.subscribe(new Subscription(0, "1"));

        audience.publish(alert("1", 1));

        assertThat(listener.alerts).isEmpty();
    }
}
