package org.redstats.notify.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.IntakeGate;
import org.redstats.event.intake.RedMessage;
import org.redstats.notify.NotifyProperties;
import org.redstats.notify.live.Alert;
import org.redstats.notify.live.Audience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.stereotype.Component;

/** Moves events from the queue to the audience, each once; a bad message is only counted. */
@Component
class EventFeed implements MessageListener {

    private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

    private final Audience audience;
    private final RecentEvents recent;
    private final IntakeGate gate;
    private final MeterRegistry meters;
    private final Counter events;
    private final Counter repeats;
    private final Clock clock = Clock.systemUTC();
    private @Nullable String consumerTag;

    EventFeed(Audience audience, NotifyProperties properties, IntakeGate gate, MeterRegistry meters) {
        this.audience = audience;
        this.recent = new RecentEvents(properties.rememberedEvents());
        this.gate = gate;
        this.meters = meters;
        this.events = meters.counter("red.notify.events");
        this.repeats = meters.counter("red.notify.events.repeated");
    }

    /** What is published from here on is missed. */
    synchronized void lost() {
        audience.gapBegins();
    }

    /** A consumer reads a queue that was made for it; what was published before that is missed. */
    synchronized void attached(String tag) {
        if (!tag.equals(consumerTag)) {
            consumerTag = tag;
            audience.gapEnds();
        }
    }

    // Synchronized, because a lost consumer may be at its last message when its successor gets the first.
    @Override
    public synchronized void onMessage(Message message) {
        try {
            take(message);
        } finally {
            gate.release(List.of(message));
        }
    }

    private void take(Message message) {
        var receivedNanos = System.nanoTime();
        attached(String.valueOf(message.getMessageProperties().getConsumerTag())); // nobody may have said so yet
        try {
            var received = clock.instant();
            var event = RedMessage.read(message, received);
            if (recent.add(event)) {
                events.increment();
                audience.publish(Alert.of(event, clockOf(event, message, received), receivedNanos));
            } else {
                repeats.increment();
            }
        } catch (InvalidRedEvent e) {
            meters.counter("red.notify.bad.messages", "reason", e.field()).increment();
            log.debug("Left out a bad message: {}", e.reason());
        }
    }

    private static Alert.Clock clockOf(RedEvent event, Message message, Instant received) {
        var timestamp = message.getMessageProperties().getTimestamp();
        if (timestamp != null && event.when().equals(timestamp.toInstant())) {
            return Alert.Clock.TIMESTAMP;
        }
        return event.when().equals(received.truncatedTo(ChronoUnit.MICROS)) ? Alert.Clock.RECEIPT : Alert.Clock.WHEN;
    }
}
