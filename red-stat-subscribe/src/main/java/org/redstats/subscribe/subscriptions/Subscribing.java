package org.redstats.subscribe.subscriptions;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Ids;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.Token;
import org.redstats.subscribe.allowance.AllowanceSpent;
import org.redstats.subscribe.allowance.Allowances;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/** Begins, changes and ends subscriptions. */
@Component
class Subscribing {

    private static final Logger log = LoggerFactory.getLogger(Subscribing.class);

    private final Subscriptions subscriptions;
    private final JdbcClient jdbc;
    private final Allowances allowances;
    private final TransactionOperations transactions;
    private final boolean confirmationRequired;
    private final Duration secretOverlap;

    Subscribing(Subscriptions subscriptions, JdbcClient jdbc, Allowances allowances,
            TransactionOperations transactions, SubscribeProperties properties) {
        this.subscriptions = subscriptions;
        this.jdbc = jdbc;
        this.allowances = allowances;
        this.transactions = transactions;
        this.confirmationRequired = properties.confirmation().required();
        this.secretOverlap = properties.webhook().secretOverlap();
    }

    /**
     * @param token null when the subscription was there already
     * @param secret that signs, likewise; null for a mailbox
     */
    record Subscribed(Subscription subscription, @Nullable Token token, @Nullable WebhookSecret secret) {}

    /**
     * Begins a subscription, or finds the one that is there already, however many ask for it at once. Where mailboxes are
     * asked first, each wish begins a pending one of its own, so that the answer does not tell whether there is another.
     *
     * @param client whose wish it is, by its address
     * @throws AllowanceSpent when the client, or all clients together for this address, wish too often
     */
    Subscribed subscribe(NewSubscription wish, String client) {
        allowances.spendOfClient(client);
        while (true) {
            var begun = transactions.execute(status -> begin(wish));
            if (begun != null) {
                log.info("Subscription {} begins, {}", begun.subscription().id(),
                        begun.subscription().status().text());
                return begun;
            }
            var same = subscriptions.findSame(wish.address().key(), wish.redThreshold(), wish.userId());
            if (same.isPresent()) {
                return new Subscribed(same.get(), null, null);
            }
            // It ended between the two statements: the next insert succeeds.
        }
    }

    private @Nullable Subscribed begin(NewSubscription wish) {
        var token = Token.random();
        var secret = wish.address() instanceof WebhookUrl ? WebhookSecret.random() : null;
        var begun = insert(wish, token, secret).flatMap(subscriptions::findById).orElse(null);
        if (begun == null) {
            return null;
        }
        allowances.spendOfTarget(wish.address().limitKey());
        if (begun.status() == Status.PENDING || (wish.ownerEmail() != null && confirmationRequired)) {
            askToConfirm(begun);
        }
        return new Subscribed(begun, token, secret);
    }

    /** The mail's link is made when the mail is written: it is kept nowhere else. */
    private void askToConfirm(Subscription subscription) {
        jdbc.sql(
                """
                INSERT INTO delivery (subscription_id, kind, to_owner, red_threshold, events)
                SELECT id, 'confirmation', owner_email IS NOT NULL, red_threshold, 0 FROM subscription WHERE id = :id""")
                .param("id", subscription.id()).update();
    }

    private Optional<UUID> insert(NewSubscription wish, Token token, @Nullable WebhookSecret secret) {
        var isAsked = confirmationRequired && wish.address() instanceof EmailAddress;
        return jdbc.sql("""
                INSERT INTO subscription (red_threshold, email, webhook_url, webhook_host, webhook_secret, user_id,
                                          min_interval, token_hash, unsubscribe_token, status, owner_email,
                                          owner_confirmed)
                VALUES (:redThreshold, :email, :webhookUrl, :webhookHost, :webhookSecret, :userId,
                        CAST(:minInterval AS interval), :tokenHash, :unsubscribeToken, :status, :ownerEmail,
                        :ownerConfirmed)
                ON CONFLICT (coalesce(lower(email), webhook_url), red_threshold, user_id) WHERE status = 'active'
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
                .param("status", (isAsked ? Status.PENDING : Status.ACTIVE).text())
                .param("ownerEmail", wish.ownerEmail() == null ? null : wish.ownerEmail().value())
                .param("ownerConfirmed", wish.ownerEmail() != null && !confirmationRequired)
                .param("unsubscribeToken", Token.random().value())
                .query(UUID.class)
                .optional();
    }

    /**
     * @param id as the client wrote it
     * @throws SubscriptionNotFound when there is none, or it is another's
     */
    Subscription find(String id, Holder holder) {
        return Ids.parse(id).flatMap(subscriptions::findById)
                .filter(holder::holds)
                .orElseThrow(SubscriptionNotFound::new);
    }

    /**
     * Changes what the owner may change; it holds for every match that nobody was told of yet.
     *
     * @throws AlreadySubscribed when there would then be two of the same
     * @throws org.redstats.auth.Refused when it would be about images that are not the holder's to see
     * @throws NotPossible when it is to be paused or resumed and is neither active nor paused
     */
    @Transactional
    public Subscription change(String id, Holder holder, SubscriptionChange change) {
        var subscription = find(id, holder);
        if (change.userIdGiven() && !Objects.equals(change.userId(), subscription.userId())) {
            holder.requireMaySee(change.userId());
        }
        subscription.change(change);
        try {
            subscriptions.flush();
            if (change.status() != null) {
                become(change.status(), subscription);
            }
        } catch (DataIntegrityViolationException e) {
            throw new AlreadySubscribed(e);
        }
        jdbc.sql("""
                UPDATE subscription SET due_at = greatest(now(), last_alert_at + min_interval)
                WHERE id = :id AND due_at IS NOT NULL""").param("id", subscription.id()).update();
        return subscription;
    }

    /** Pauses or resumes; a subscription that is resumed begins with what comes then. */
    private void become(Status status, Subscription subscription) {
        var changed = jdbc.sql("""
                UPDATE subscription
                SET status = :status, due_at = CASE WHEN :status = status THEN due_at END,
                    watermark = CASE WHEN :status = status THEN watermark ELSE pg_current_xact_id() END
                WHERE id = :id AND status IN ('active', 'paused')""")
                .param("status", status.text()).param("id", subscription.id()).update();
        if (changed == 0) {
            throw new NotPossible("The subscription is " + subscription.status().text()
                    + "; only one that is active or paused can be paused or resumed.");
        }
        subscription.become(status);
    }

    /**
     * Gives a webhook a new secret; the old one signs beside it for a while.
     *
     * @throws NotPossible when it is no webhook
     */
    @Transactional
    public WebhookSecret exchangeSecret(String id, Holder holder) {
        var subscription = find(id, holder);
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
    public void delete(String id, Holder holder) {
        var subscription = find(id, holder);
        subscriptions.delete(subscription.id());
        log.info("Subscription {} was deleted by its owner", subscription.id());
    }
}
