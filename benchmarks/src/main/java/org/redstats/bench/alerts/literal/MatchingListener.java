package org.redstats.bench.alerts.literal;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes a mail for each subscription that a message matches. */
@Component
class MatchingListener {
    private final JdbcClient jdbc;

    MatchingListener(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The message's body. */
    record Body(@JsonProperty("user_id") String userId, @JsonProperty("red_value") double redValue) {}

    @RabbitListener(queues = LiteralAlerts.QUEUE)
    void on(Body body) {
        jdbc.sql("""
                INSERT INTO mail (wish_id, red_value, user_id)
                SELECT id, :value, :user FROM wish
                WHERE red_threshold < :value AND (user_id IS NULL OR user_id = :user)""")
                .param("value", body.redValue()).param("user", body.userId()).update();
    }
}
