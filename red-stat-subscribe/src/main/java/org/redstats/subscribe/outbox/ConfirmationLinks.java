package org.redstats.subscribe.outbox;

import java.util.Optional;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.Token;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The links by which the owners of mailboxes agree; what is kept of each is its hash. */
@Component
public class ConfirmationLinks {

    private final JdbcClient jdbc;
    private final String publicBaseUrl;
    private final long validSeconds;

    ConfirmationLinks(JdbcClient jdbc, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.publicBaseUrl = properties.publicBaseUrl().toString().replaceFirst("/+$", "");
        this.validSeconds = properties.confirmation().validFor().toSeconds();
    }

    /** A new link for the mail that asks; empty when there is nothing to agree to, since the mailbox did already. */
    public Optional<String> make(PendingAlert question) {
        var token = Token.random();
        var made = jdbc.sql("""
                INSERT INTO confirmation (token_hash, subscription_id, expires_at)
                SELECT :hash, s.id, s.created_at + make_interval(secs => :valid) FROM subscription s
                WHERE s.id = :id AND (
                    s.owner_email IS NOT NULL AND NOT s.owner_confirmed AND s.status = 'active'
                    OR s.status = 'pending' AND NOT EXISTS (
                        SELECT FROM subscription same
                        WHERE coalesce(lower(same.email), same.webhook_url) = lower(s.email) AND same.status = 'active'
                          AND same.red_threshold = s.red_threshold AND same.user_id IS NOT DISTINCT FROM s.user_id))""")
                .param("hash", token.hash()).param("valid", validSeconds).param("id", question.subscription())
                .update();
        return made == 0 ? Optional.empty()
                : Optional.of(publicBaseUrl + "/sub/" + question.subscription() + "/confirm?token=" + token.value());
    }
}
