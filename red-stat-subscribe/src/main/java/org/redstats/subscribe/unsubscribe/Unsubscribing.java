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

    /**
     * What the page tells the reader, who may have the mail of somebody else before him.
     *
     * @param email of a webhook's owner, who is told of nothing but its end
     */
    record Wish(UUID id, String email, boolean isOwners, double redThreshold, @Nullable String userId,
            String unsubscribeToken) {

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
                SELECT id, coalesce(email, owner_email) AS email, email IS NULL AS is_owners, red_threshold, user_id,
                       unsubscribe_token
                FROM subscription WHERE id = :id AND coalesce(email, owner_email) IS NOT NULL""")
                .param("id", uuid)
                .query((row, n) -> new Wish(uuid, row.getString("email"), row.getBoolean("is_owners"),
                        row.getDouble("red_threshold"), row.getString("user_id"), row.getString("unsubscribe_token")))
                .optional())
                .filter(wish -> wish.belongsTo(token));
    }

    /** Ends the subscription and whatever was still to be sent; once more does nothing more. */
    @Transactional
    public Optional<Wish> unsubscribe(String id, String token) {
        var wish = find(id, token);
        wish.ifPresent(this::end);
        return wish;
    }

    /** Ends all that goes to the same mailbox. */
    @Transactional
    public Optional<Wish> unsubscribeAll(String id, String token) {
        var wish = unsubscribe(id, token);
        wish.ifPresent(found -> jdbc.sql("""
                SELECT id FROM subscription WHERE coalesce(lower(email), webhook_url) = lower(:email) AND status = 'active'
                UNION ALL
                SELECT id FROM subscription WHERE coalesce(lower(email), webhook_url) = lower(:email) AND status = 'pending'
                UNION ALL
                SELECT id FROM subscription WHERE coalesce(lower(email), webhook_url) = lower(:email) AND status = 'paused'
                ORDER BY id""").param("email", found.email()).query(UUID.class).list()
                .forEach(other -> end(other, found)));
        return wish;
    }

    private void end(Wish wish) {
        if (wish.isOwners()) {
            jdbc.sql("UPDATE subscription SET owner_email = NULL, owner_confirmed = false WHERE id = :id")
                    .param("id", wish.id()).update();
        } else {
            end(wish.id(), wish);
        }
    }

    private void end(UUID id, Wish wish) {
        var ended = jdbc.sql("""
                UPDATE subscription
                SET status = 'disabled', disabled_reason = 'unsubscribed', due_at = NULL
                WHERE id = :id AND status <> 'disabled'""").param("id", id).update();
        jdbc.sql("UPDATE delivery SET state = 'cancelled' WHERE subscription_id = :id AND state = 'pending'")
                .param("id", id).update();
        if (ended > 0) {
            log.info("Subscription {} of {} was ended by the link of its mails", id, wish.maskedEmail());
        }
    }
}
