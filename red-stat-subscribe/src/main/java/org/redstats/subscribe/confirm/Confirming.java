package org.redstats.subscribe.confirm;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Ids;
import org.redstats.subscribe.MaskedEmail;
import org.redstats.subscribe.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes pending subscriptions active for whoever holds the link of the mail that asked. */
@Component
class Confirming {

    private static final Logger log = LoggerFactory.getLogger(Confirming.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Confirming(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * What the page asks.
     *
     * @param isOwners whether only the owner of a webhook is asked, to be told of its end
     */
    record Wish(UUID id, String maskedEmail, boolean isOwners, double redThreshold, @Nullable String userId) {}

    /** What waits for this link, empty when it is none of ours, was used, or is over. */
    Optional<Wish> find(String id, String token) {
        return Ids.parse(id).flatMap(uuid -> jdbc.sql("""
                SELECT coalesce(s.email, s.owner_email) AS email, s.email IS NULL AS is_owners, s.red_threshold, s.user_id
                FROM confirmation c JOIN subscription s ON s.id = c.subscription_id
                WHERE c.token_hash = :hash AND s.id = :id AND c.expires_at > now()
                  AND (s.status = 'pending' OR s.owner_email IS NOT NULL)""")
                .param("hash", new Token(token).hash()).param("id", uuid)
                .query((row, n) -> new Wish(uuid, MaskedEmail.of(row.getString("email")), row.getBoolean("is_owners"),
                        row.getDouble("red_threshold"), row.getString("user_id")))
                .optional());
    }

    /** Acts on the link, once. */
    Optional<Wish> confirm(String id, String token) {
        try {
            return transactions.execute(status -> act(id, token));
        } catch (DuplicateKeyException e) {
            // Another of the same wish was confirmed first: there is what was asked for.
            log.debug("Subscription {} is confirmed by another link", id, e);
            return find(id, token);
        }
    }

    private Optional<Wish> act(String id, String token) {
        var wish = find(id, token);
        wish.ifPresent(found -> {
            // Of two requests at once the second waits here and finds the link used.
            var used = jdbc.sql("DELETE FROM confirmation WHERE subscription_id = :id").param("id", found.id())
                    .update();
            if (used > 0) {
                jdbc.sql(found.isOwners()
                        ? "UPDATE subscription SET owner_confirmed = true WHERE id = :id"
                        : """
                                UPDATE subscription SET status = 'active', watermark = pg_current_xact_id()
                                WHERE id = :id AND status = 'pending'""")
                        .param("id", found.id()).update();
                log.info("Subscription {} is confirmed by {}", found.id(), found.maskedEmail());
            }
        });
        return wish;
    }

    /** Forgets what nobody confirmed in time. */
    void forget(long seconds) {
        var forgotten = jdbc.sql("""
                DELETE FROM subscription
                WHERE status = 'pending' AND created_at < now() - make_interval(secs => :seconds)""")
                .param("seconds", seconds).update();
        if (forgotten > 0) {
            log.info("Forgot {} subscriptions that nobody confirmed", forgotten);
        }
    }
}
