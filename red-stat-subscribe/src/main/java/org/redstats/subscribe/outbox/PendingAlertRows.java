package org.redstats.subscribe.outbox;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Token;
import org.redstats.subscribe.outbox.PendingAlert.Kind;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads an alert as {@link Outbox} takes it on. */
final class PendingAlertRows implements RowMapper<PendingAlert> {

    private static final TypeReference<List<PendingAlert.Image>> IMAGES = new TypeReference<>() {};

    private final JsonMapper json;

    PendingAlertRows(JsonMapper json) {
        this.json = json;
    }

    @Override
    public PendingAlert mapRow(ResultSet row, int number) throws SQLException {
        var minInterval = Duration.ofMillis(Math.round(row.getDouble("min_interval") * 1000));
        return new PendingAlert(row.getObject("id", UUID.class), row.getObject("subscription", UUID.class),
                Objects.requireNonNull(instant(row, "created_at")), row.getInt("attempts"), row.getInt("retry"),
                Objects.requireNonNull(instant(row, "retry_since")),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                destination(row), row.getDouble("red_threshold"), row.getString("user_id"), minInterval,
                row.getLong("events"), json.readValue(row.getString("reddest"), IMAGES), instant(row, "first_at"),
                instant(row, "last_at"));
    }

    private static PendingAlert.Destination destination(ResultSet row) throws SQLException {
        var email = row.getString("email");
        return email == null
                ? new PendingAlert.Webhook(URI.create(row.getString("webhook_url")), row.getString("webhook_host"),
                        row.getString("webhook_secret"), row.getString("previous_secret"))
                : new PendingAlert.Mailbox(email, row.getString("unsubscribe_token"),
                        Token.ofMails(row.getBytes("token_hash")), row.getBoolean("to_owner"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
