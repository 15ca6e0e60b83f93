package org.redstats.event.intake;

import org.redstats.event.RedExchange;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;

/**
 * A durable queue behind the exchange, shared by every instance of one service, with a second one for what it cannot
 * read. The queue type is left to the broker's default.
 *
 * @param name of the queue; its dead letters go to {@code <name>.dead}
 */
public record RedQueue(String name) {

    /** The exchange as every reader and writer declares it. */
    public static FanoutExchange exchange() {
        return new FanoutExchange(RedExchange.NAME, true, false);
    }

    /** The queue of what could not be read. */
    public String deadName() {
        return name + ".dead";
    }

    /** Exchange, queue, binding and dead queue, to be declared on the broker. */
    public Declarables declarables() {
        Queue queue = QueueBuilder.durable(name).build();
        Queue dead = QueueBuilder.durable(deadName()).build();
        FanoutExchange exchange = exchange();
        return new Declarables(exchange, queue, dead, BindingBuilder.bind(queue).to(exchange));
    }
}
