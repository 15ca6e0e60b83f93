package org.redstats.subscribe.subscriptions;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Ids;
import org.redstats.subscribe.SubscribeProperties;
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
    private static final String BEARER = "Bearer ";

    private final Subscriptions subscriptions;
    private final JdbcClient jdbc;
    private final Duration secretOverlap;

    Subscribing(Subscriptions subscriptions, JdbcClient jdbc, SubscribeProperties properties) {
        this.subscriptions = subscriptions;
        this.jdbc = jdbc;
        this.secretOverlap = properties.webhook().secretOverlap();
    }

    /**
     * @param token null when the subscription was there already
     * @param secret that signs, likewise; null for a mailbox
     */
    record Subscribed(Subscription subscription, @Nullable Token token, @Nullable WebhookSecret secret) {}

    /** Begins a subscription, or finds the one that is there already, however many ask for it at once. */
    Subscribed subscribe(NewSubscription wish) {
        while (true) {
            var token = Token.random();
            var secret = wish.address() instanceof WebhookUrl ? WebhookSecret.random() : null;
            var begun = insert(wish, token, secret).flatMap(subscriptions::findById);
            if (begun.isPresent()) {
                log.info("Subscription {} begins", begun.get().id());
                return new Subscribed(begun.get(), token, secret);
            }
            var same = subscriptions.findSame(wish.address().key(), wish.redThreshold(), wish.userId());
            if (same.isPresent()) {
                return new Subscribed(same.get(), null, null);
            }
            // It ended between the two statements: the next insert succeeds.
        }
    }

    private Optional<UUID> insert(NewSubscription wish, Token token, @Nullable WebhookSecret secret) {
        return jdbc.sql("""
                INSERT INTO subscription (red_threshold, email, webhook_url, webhook_host, webhook_secret, user_id,
                                          min_interval, token_hash, unsubscribe_token)
                VALUES (:redThreshold, :email, :webhookUrl, :webhookHost, :webhookSecret, :userId,
                        CAST(:minInterval AS interval), :tokenHash, :unsubscribeToken)
                ON CONFLICT (coalesce(lower(email), webhook_url), red_threshold, user_id) WHERE status <> 'disabled'
                DO NOTHING
                RETURNING id""")
                .param("redThreshold", wish.redThreshold())
                .param("email", wish.address().email())
                .param("webhookUrl", wish.address().webhookUrl())
                .param("webhookHost", wish.address().webhookHost())
                .param("webhookSecret", secret == null ? null : secret.value())
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
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new SubscriptionNotFound();
        }
        var token = new Token(authorization.substring(BEARER.length()).strip());
        return Ids.parse(id).flatMap(subscriptions::findById)
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

    /**
     * Gives a webhook a new secret; the old one signs beside it for a while.
     *
     * @throws NotPossible when it is no webhook
     */
    @Transactional
    public WebhookSecret exchangeSecret(String id, @Nullable String authorization) {
        var subscription = find(id, authorization);
        if (subscription.webhookUrl() == null) {
            throw new NotPossible("Only a webhook has a secret.");
        }
        var secret = WebhookSecret.random();
        jdbc.sql("""
                UPDATE subscription
                SET previous_secret = webhook_secret, previous_secret_until = now() + make_interval(secs => :overlap),
                    webhook_secret = :secret
                WHERE id = :id""")
                .param("overlap", secretOverlap.toSeconds()).param("secret", secret.value())
                .param("id", subscription.id()).update();
        log.info("Subscription {} has a new secret", subscription.id());
        return secret;
    }

    /** Ends it: nothing of it remains, nor is anything sent that was waiting. */
    @Transactional
    public void delete(String id, @Nullable String authorization) {
        var subscription = find(id, authorization);
        subscriptions.delete(subscription.id());
        log.info("Subscription {} was deleted by its owner", subscription.id());
    }
}
