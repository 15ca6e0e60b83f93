package org.redstats.subscribe.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Token;

/**
 * The wish to be told of pictures redder than a threshold. Only what its owner knows of is mapped: where it is on its way
 * to the next alert changes by statements over many rows, and an entity must not write that back.
 */
@Entity
class Subscription {

    @Id
    private UUID id;

    private double redThreshold;

    @Column(updatable = false)
    private @Nullable String email;

    @Column(updatable = false)
    private @Nullable String webhookUrl;

    private @Nullable String userId;

    @JdbcTypeCode(SqlTypes.INTERVAL_SECOND)
    private Duration minInterval;

    @Column(updatable = false)
    private Status status;

    @Column(updatable = false)
    private Instant createdAt;

    @Column(updatable = false)
    private byte[] tokenHash;

    /** For JPA, which fills in everything; a subscription begins as a row. */
    @SuppressWarnings("NullAway.Init")
    protected Subscription() {}

    void change(SubscriptionChange change) {
        redThreshold = change.redThreshold() == null ? redThreshold : change.redThreshold();
        userId = change.userIdGiven() ? change.userId() : userId;
        minInterval = change.minInterval() == null ? minInterval : change.minInterval();
    }

    /** What a statement has made it, which is not written here. */
    void become(Status status) {
        this.status = status;
    }

    /** Whether it is the token of its owner, or that of its mails. */
    boolean belongsTo(Token token) {
        return token.hasHash(tokenHash) || token.hasHash(Token.ofMails(tokenHash).hash());
    }

    UUID id() {
        return id;
    }

    double redThreshold() {
        return redThreshold;
    }

    @Nullable
    String email() {
        return email;
    }

    @Nullable
    String webhookUrl() {
        return webhookUrl;
    }

    @Nullable
    String userId() {
        return userId;
    }

    Duration minInterval() {
        return minInterval;
    }

    Status status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }
}
