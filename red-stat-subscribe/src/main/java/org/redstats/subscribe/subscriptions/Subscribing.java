package org.redstats.subscribe.subscriptions;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins, changes and ends subscriptions. */
@Component
class Subscribing {

    private static final Logger log = LoggerFactory.getLogger(Subscribing.class);
    private static final Pattern ID = Pattern
            .compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    private static final String BEARER = "Bearer ";

    private final Subscriptions subscriptions;
    private final JdbcClient jdbc;

    Subscribing(Subscriptions subscriptions, JdbcClient jdbc) {
        this.subscriptions = subscriptions;
        this.jdbc = jdbc;
    }

    /** @param token null when the subscription was there already */
    record Subscribed(Subscription subscription, @Nullable Token token) {}

    /** Begins a subscription, or finds the one that is there already, however many ask for it at once. */
    Subscribed subscribe(NewSubscription wish) {
        while (true) {
            var token = Token.random();
            var begun = insert(wish, token).flatMap(subscriptions::findById);
            if (begun.isPresent()) {
                log.info("Subscription {} begins", begun.get().id());
                return new Subscribed(begun.get(), token);
            }
            var same = subscriptions.findSame(wish.email().value(), wish.redThreshold(), wish.userId());
            if (same.isPresent()) {
                return new Subscribed(same.get(), null);
            }
            // It ended between the two statements: the next insert succeeds.
        }
    }

    private Optional<UUID> insert(NewSubscription wish, Token token) {
        return jdbc.sql("""
                INSERT INTO subscription (red_threshold, email, user_id, min_interval, token_hash, unsubscribe_token)
                VALUES (:redThreshold, :email, :userId, CAST(:minInterval AS interval), :tokenHash, :unsubscribeToken)
                ON CONFLICT (lower(email), red_threshold, user_id) WHERE status <> 'disabled' DO NOTHING
                RETURNING id""")
                .param("redThreshold", wish.redThreshold())
                .param("email", wish.email().value())
                .param("userId", wish.userId())
                .param("minInterval", wish.minInterval().toString())
                .param("tokenHash", token.hash())
                .param("unsubscribeToken", Token.random().value())
                .query(UUID.class)
                .optional();
    }

    /**
     * @param id as the client wrote it
     * @param authorization the header, null when there is none
     * @throws SubscriptionNotFound when there is none, or the token is not its own
     */
    Subscription find(String id, @Nullable String authorization) {
        if (!ID.matcher(id).matches() || authorization == null
                || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new SubscriptionNotFound();
        }
        var token = new Token(authorization.substring(BEARER.length()).strip());
        return subscriptions.findById(UUID.fromString(id))
                .filter(subscription -> subscription.belongsTo(token))
                .orElseThrow(SubscriptionNotFound::new);
    }

    /**
     * Changes what the owner may change; it holds for every match that nobody was told of yet.
     *
     * @throws AlreadySubscribed when there would then be two of the same
     */
    @Transactional
    public Subscription change(String id, @Nullable String authorization, SubscriptionChange change) {
        var subscription = find(id, authorization);
        subscription.change(change);
        try {
            subscriptions.flush();
        } catch (DataIntegrityViolationException e) {
            throw new AlreadySubscribed(e);
        }
        jdbc.sql("""
                UPDATE subscription SET due_at = greatest(now(), last_alert_at + min_interval)
                WHERE id = :id AND due_at IS NOT NULL""").param("id", subscription.id()).update();
        return subscription;
    }

    /** Ends it: nothing of it remains, nor is anything sent that was waiting. */
    @Transactional
    public void delete(String id, @Nullable String authorization) {
        var subscription = find(id, authorization);
        subscriptions.delete(subscription.id());
        log.info("Subscription {} was deleted by its owner", subscription.id());
    }
}
