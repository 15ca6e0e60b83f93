package org.redstats.bench.ingest.literal;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/** Saves each message. */
@Component
class RedValueListener {
    private final RedValues values;

    RedValueListener(RedValues values) {
        this.values = values;
    }

    /** The message's body. */
    record Body(@JsonProperty("user_id") String userId, @JsonProperty("red_value") double redValue, Instant when) {}

    @RabbitListener(queues = LiteralStore.QUEUE)
    void on(Body body) {
        values.save(new RedValue(body.userId(), body.redValue(), body.when()));
    }
}
