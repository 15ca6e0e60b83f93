package org.redstats.subscribe.outbox;

import java.util.List;
import java.util.UUID;

import org.redstats.subscribe.SubscribeProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which addresses work; one that does not work for long is not tried any more. */
@Component
class AddressHealth {

    private static final Logger log = LoggerFactory.getLogger(AddressHealth.class);

    private final JdbcClient jdbc;
    private final int refusals;
    private final long failingSeconds;

    AddressHealth(JdbcClient jdbc, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.refusals = properties.delivery().refusalsUntilDisabled();
        this.failingSeconds = properties.webhook().disableAfter().toSeconds();
    }

    /** Takes note of what outcomes say of their addresses, within the caller's transaction. */
    void learn(List<Outcome> outcomes) {
        worked(outcomes.stream().filter(Outcome.Sent.class::isInstance).map(o -> o.alert().subscription().toString())
                .toArray(String[]::new));
        for (var outcome : outcomes) {
            switch (outcome) {
                case Outcome.Sent sent -> {
                }
                case Outcome.Retry(var alert, var reason, var pause) -> failed(alert);
                case Outcome.Failed(var alert, var reason, var blames) -> {
                    failed(alert);
                    if (blames) {
                        refused(alert);
                    }
                }
                case Outcome.Gone(var alert, var reason) -> disable(List.of(alert.subscription()), reason);
            }
        }
    }

    private void worked(String[] subscriptions) {
        if (subscriptions.length > 0) {
            jdbc.sql("""
                    UPDATE subscription SET failing_since = NULL, refusals = 0
                    WHERE id = ANY (CAST(:ids AS uuid[])) AND (failing_since IS NOT NULL OR refusals > 0)""")
                    .param("ids", subscriptions).update();
        }
    }

    private void failed(PendingAlert alert) {
        if (alert.to() instanceof PendingAlert.Webhook) {
            jdbc.sql("""
                    UPDATE subscription SET failing_since = coalesce(failing_since, now()) WHERE id = :id
                    RETURNING failing_since < now() - make_interval(secs => :seconds)""")
                    .param("id", alert.subscription()).param("seconds", failingSeconds)
                    .query(Boolean.class).optional().filter(tooLong -> tooLong)
                    .ifPresent(tooLong -> disable(List.of(alert.subscription()), "the webhook has failed for days"));
        }
    }

    /** One mailbox may have several subscriptions: it is the mailbox that does not work, not one of them. */
    private void refused(PendingAlert alert) {
        if (alert.to() instanceof PendingAlert.Mailbox mailbox && !mailbox.isOwners()) {
            var tooOften = jdbc.sql("""
                    UPDATE subscription SET refusals = refusals + 1
                    WHERE coalesce(lower(email), webhook_url) = lower(:email) AND status = 'active'
                    RETURNING id, refusals""")
                    .param("email", mailbox.email())
                    .query((row, n) -> row.getInt("refusals") < refusals ? List.<UUID>of()
                            : List.of(row.getObject("id", UUID.class)))
                    .stream().flatMap(List::stream).toList();
            disable(tooOften, "the mail server refuses the address");
        }
    }

    private void tellOwner(UUID subscription) {
        jdbc.sql("""
                INSERT INTO delivery (subscription_id, kind, to_owner, red_threshold, events)
                SELECT id, 'notice', true, red_threshold, 0 FROM subscription WHERE id = :id AND owner_confirmed""")
                .param("id", subscription).update();
    }

    private void disable(List<UUID> subscriptions, String reason) {
        for (var id : subscriptions) {
            var disabled = jdbc.sql("""
                    UPDATE subscription
                    SET status = 'disabled', disabled_reason = :reason, due_at = NULL
                    WHERE id = :id AND status <> 'disabled'""").param("id", id).param("reason", reason).update();
            if (disabled > 0) {
                tellOwner(id);
                jdbc.sql("UPDATE delivery SET state = 'cancelled' WHERE subscription_id = :id AND state = 'pending'"
                        + " AND kind <> 'notice'")
                        .param("id", id).update();
                log.warn("Disabled subscription {}: {}; nothing more is sent to it", id, reason);
            }
        }
    }
}
