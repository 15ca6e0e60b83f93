package org.redstats.event.deadletters;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.IntakeGate;
import org.redstats.event.intake.RedQueue;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.amqp.rabbit.support.MessagePropertiesConverter;

/**
 * Reads the letters of a dead queue and leaves them there, unless told to take them out. What is read is not
 * acknowledged before it is dealt with, so that the queue has it again whenever this ends.
 */
final class DeadQueue {

    /**
     * A quorum queue counts how often a message was given back, and drops it after 20 times. One that was read this often
     * is replaced by a copy, which begins at nothing.
     */
    static final int MAX_READS = 5;

    private static final String READS_HEADER = "x-delivery-count";
    private static final int MAX_BATCH = 100;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;

    private final RedQueue queue;
    private final RabbitTemplate template;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final MessagePropertiesConverter converter = new DefaultMessagePropertiesConverter();

    DeadQueue(RedQueue queue, RabbitTemplate template, DeadLetters deadLetters, Clock clock) {
        this.queue = queue;
        this.template = template;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** What is done with a letter that was read. */
    enum Fate {
        KEEP, TAKE_OUT, KEEP_AND_STOP
    }

    /**
     * Goes once through what is in the queue at the beginning.
     *
     * @param judge is shown each letter, oldest first
     * @param removal what is done with those to be taken out, before they are gone
     */
    void read(Function<Letter, Fate> judge, Consumer<List<Letter>> removal) {
        template.execute(channel -> {
            try {
                read(channel, judge, removal);
            } finally {
                // Which gives back what is not acknowledged. Not before: the next channel of this thread would be closed.
                RabbitUtils.setPhysicalCloseRequired(channel, true);
            }
            return true;
        });
    }

    private void read(Channel channel, Function<Letter, Fate> judge, Consumer<List<Letter>> removal)
            throws IOException {
        var taken = new Batch(channel, removal);
        var worn = new Batch(channel, letters -> deadLetters.renew(queue, Letter.messages(letters)));
        var fate = Fate.KEEP;
        for (var left = channel.messageCount(queue.deadName()); left > 0 && fate != Fate.KEEP_AND_STOP; left--) {
            var found = channel.basicGet(queue.deadName(), false);
            if (found == null) {
                break;
            }
            var letter = new Letter(message(found), clock.instant());
            fate = judge.apply(letter);
            if (fate == Fate.TAKE_OUT) {
                taken.add(letter, found);
            } else if (reads(letter) >= MAX_READS) {
                worn.add(letter, found);
            }
        }
        taken.finish();
        worn.finish();
    }

    private Message message(GetResponse found) {
        IntakeGate.disarm(found.getProps().getHeaders());
        return new Message(found.getBody(),
                converter.toMessageProperties(found.getProps(), found.getEnvelope(), "UTF-8"));
    }

    private static long reads(Letter letter) {
        return letter.message().getMessageProperties().getHeader(READS_HEADER) instanceof Number n ? n.longValue() : 0;
    }

    /** Letters that something is done with at once, and are acknowledged after it. */
    private static final class Batch {

        private final Channel channel;
        private final Consumer<List<Letter>> deed;
        private final List<Letter> letters = new ArrayList<>();
        private final List<Long> tags = new ArrayList<>();
        private int bytes;

        Batch(Channel channel, Consumer<List<Letter>> deed) {
            this.channel = channel;
            this.deed = deed;
        }

        void add(Letter letter, GetResponse found) throws IOException {
            letters.add(letter);
            tags.add(found.getEnvelope().getDeliveryTag());
            bytes += found.getBody().length;
            if (letters.size() == MAX_BATCH || bytes >= MAX_BATCH_BYTES) {
                finish();
            }
        }

        void finish() throws IOException {
            if (!letters.isEmpty()) {
                deed.accept(List.copyOf(letters));
            }
            for (var tag : tags) {
                channel.basicAck(tag, false);
            }
            letters.clear();
            tags.clear();
            bytes = 0;
        }
    }
}
