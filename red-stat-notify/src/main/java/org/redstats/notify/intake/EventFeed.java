package org.redstats.notify.intake;

import java.time.Clock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.InvalidRedEvent;
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
    private final MeterRegistry meters;
    private final Counter events;
    private final Counter repeats;
    private final Clock clock = Clock.systemUTC();

    EventFeed(Audience audience, NotifyProperties properties, MeterRegistry meters) {
        this.audience = audience;
        this.recent = new RecentEvents(properties.rememberedEvents());
        this.meters = meters;
        this.events = meters.counter("red.notify.events");
        this.repeats = meters.counter("red.notify.events.repeated");
    }

    // Synchronized, because a lost consumer may be at its last message when its successor gets the first.
    @Override
    public synchronized void onMessage(Message message) {
        var receivedNanos = System.nanoTime();
        try {
            var event = RedMessage.read(message, clock.instant());
            if (recent.add(event)) {
                events.increment();
                audience.publish(Alert.of(event, receivedNanos));
            } else {
                repeats.increment();
            }
        } catch (InvalidRedEvent e) {
            meters.counter("red.notify.bad.messages", "reason", e.field()).increment();
            log.debug("Left out a bad message: {}", e.reason());
        }
    }
}
