package org.redstats.subscribe.unsubscribe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Ids;
import org.redstats.subscribe.MaskedEmail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Ends subscriptions for whoever holds the link of one of their mails. */
@Component
class Unsubscribing {

    private static final Logger log = LoggerFactory.getLogger(Unsubscribing.class);

    private final JdbcClient jdbc;

    Unsubscribing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the page tells the reader, who may have the mail of somebody else before him. */
    record Wish(UUID id, String email, double redThreshold, @Nullable String userId, String unsubscribeToken) {

        public String maskedEmail() {
            return MaskedEmail.of(email);
        }

        boolean belongsTo(String token) {
            return MessageDigest.isEqual(unsubscribeToken.getBytes(StandardCharsets.UTF_8),
                    token.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The subscription of the link, empty when the link is not ours or the subscription was deleted. */
    Optional<Wish> find(String id, String token) {
        return Ids.parse(id).flatMap(uuid -> jdbc.sql("""
                SELECT id, email, red_threshold, user_id, unsubscribe_token FROM subscription
                WHERE id = :id AND email IS NOT NULL""")
                .param("id", uuid)
                .query(Wish.class)
                .optional())
                .filter(wish -> wish.belongsTo(token));
    }

    /** Ends the subscription and whatever was still to be sent; once more does nothing more. */
    @Transactional
    public Optional<Wish> unsubscribe(String id, String token) {
        var wish = find(id, token);
        wish.ifPresent(found -> {
            var ended = jdbc.sql("""
                    UPDATE subscription SET status = 'disabled', due_at = NULL, settling_since = NULL
                    WHERE id = :id AND status <> 'disabled'""").param("id", found.id()).update();
            jdbc.sql("UPDATE delivery SET state = 'cancelled' WHERE subscription_id = :id AND state = 'pending'")
                    .param("id", found.id()).update();
            if (ended > 0) {
                log.info("Subscription {} of {} was ended by the link of its mails", found.id(), found.maskedEmail());
            }
        });
        return wish;
    }
}
