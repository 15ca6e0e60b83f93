package org.redstats.event.intake;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.DeadLetters.DeadLetter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Takes batches off a durable queue: good events go to the sink in one piece, bad messages to the dead queue. When
 * {@link #take} returns all of that is committed and the batch may be acknowledged.
 *
 * <p>While the sink or the broker is away the batch is tried again for as long as it takes, and the queue keeps the
 * rest. A batch that the sink refuses because of its data is split in halves until the one bad event is alone.
 * Several batches may be taken at a time.
 */
public final class BatchIntake {

    private static final Logger log = LoggerFactory.getLogger(BatchIntake.class);

    private final RedQueue queue;
    private final EventSink sink;
    private final DeadLetters deadLetters;
    private final Retry retry;
    private final IntakeGate gate;
    private final MeterRegistry meters;
    private final Clock clock;
    private final WaitingAge waitingAge;

    public BatchIntake(RedQueue queue, EventSink sink, DeadLetters deadLetters, Retry retry, IntakeGate gate,
            MeterRegistry meters, Clock clock) {
        this.queue = queue;
        this.sink = sink;
        this.deadLetters = deadLetters;
        this.retry = retry;
        this.gate = gate;
        this.meters = meters;
        this.clock = clock;
        this.waitingAge = new WaitingAge(queue, meters, clock);
    }

    private record Received(Message message, RedEvent event) {}

    /**
     * @throws RuntimeException only when the service is stopping; the batch then stays in the queue
     */
    public void take(List<Message> batch) {
        try {
            sort(batch);
        } finally {
            gate.release(batch);
        }
    }

    private void sort(List<Message> batch) {
        var good = new ArrayList<Received>(batch.size());
        var bad = new ArrayList<DeadLetter>();
        var now = clock.instant();
        for (var message : batch) {
            try {
                good.add(new Received(message, RedMessage.read(message, now)));
            } catch (InvalidRedEvent e) {
                bad.add(DeadLetter.of(message, e.reason(), now));
                count(e.field());
            }
        }
        // First, so that a failure here leaves nothing committed: an event without an id must not be stored twice.
        setAside(bad);
        waitingAge.during(good.stream().map(Received::event).toList(), () -> append(good));
    }

    private void append(List<Received> received) {
        if (received.isEmpty()) {
            return;
        }
        var events = received.stream().map(Received::event).toList();
        try {
            retry.untilDone("storing " + events.size() + " events of " + queue.name(), () -> sink.append(events));
        } catch (DataIntegrityViolationException e) {
            if (received.size() == 1) {
                refused(received.getFirst(), e);
            } else {
                var middle = received.size() / 2;
                append(received.subList(0, middle));
                append(received.subList(middle, received.size()));
            }
        }
    }

    private void refused(Received received, DataIntegrityViolationException e) {
        log.error("The database refuses event {} of {}; it goes to {}", received.event().eventId(), queue.name(),
                queue.deadName(), e);
        count("refused");
        setAside(List.of(DeadLetter.of(received.message(), "refused by the database of the reader of "
                + queue.name(), clock.instant())));
    }

    private void setAside(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        retry.untilDone("setting aside " + letters.size() + " messages of " + queue.name(),
                () -> deadLetters.publish(queue, letters));
        log.warn("Set {} bad messages of {} aside in {}; the first: {}", letters.size(), queue.name(),
                queue.deadName(), letters.getFirst().reason());
    }

    private void count(String reason) {
        meters.counter("red.dead.letters", "queue", queue.name(), "reason", reason).increment();
    }
}
