package org.redstats.subscribe.due;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.Timestamps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Turns what subscriptions that are due were not told of into one delivery each. */
@Component
class Gathering {

    private static final Logger log = LoggerFactory.getLogger(Gathering.class);
    // From this interval on subscriptions are gathered for apart: they have much more to read than their neighbours.
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int FETCHED_AT_ONCE = 5000;

    private final JdbcClient jdbc;
    private final Turns turns;
    private final ToldHosts toldHosts;
    private final ImagesJson images;
    private final SubscribeProperties.Delivery limits;

    Gathering(JdbcClient jdbc, Turns turns, ToldHosts toldHosts, JsonMapper json, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.turns = turns;
        this.toldHosts = toldHosts;
        this.images = new ImagesJson(json);
        this.limits = properties.delivery();
    }

    /**
     * Claims some that are due, in front of every other instance, and gathers for them.
     *
     * @param patient whether those with long intervals, else the others
     * @return how many were claimed; fewer than asked for when no more are due
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public int gather(int limit, boolean patient) {
        turns.joinGatherings();
        var claimed = claim(limit, patient);
        var toldEnough = claimed.stream().collect(Collectors.partitioningBy(this::isToldEnough));
        postpone(toldEnough.getOrDefault(true, List.of()));
        var toTell = toldEnough.getOrDefault(false, List.of());
        if (!toTell.isEmpty()) {
            var horizon = turns.horizon();
            var gathered = new ArrayList<>(sweep(toTell, horizon));
            postpone(toldHosts.takeWhatIsTooMuch(gathered).stream().map(Gathered::subscription).toList());
            write(gathered, horizon);
        }
        return claimed.size();
    }

    private List<Claimed> claim(int limit, boolean patient) {
        return jdbc.sql("""
                SELECT id, red_threshold, user_id, webhook_host, CAST(CAST(watermark AS text) AS bigint) AS watermark,
                       coalesce(webhook_host, lower(split_part(email, '@', -1))) AS host,
                       (SELECT coalesce(sum(same.told), 0) FROM subscription same
                        WHERE same.told_on = CAST(now() AT TIME ZONE 'UTC' AS date) AND same.status = 'active'
                          AND coalesce(lower(same.email), same.webhook_url) = coalesce(lower(s.email), s.webhook_url)
                       ) AS told_today
                FROM subscription s
                WHERE due_at <= now() AND status = 'active'
                  AND (min_interval > make_interval(secs => :patience)) = :patient
                ORDER BY due_at LIMIT :limit FOR NO KEY UPDATE OF s SKIP LOCKED""")
                .param("patience", PATIENCE.toSeconds()).param("patient", patient).param("limit", limit)
                .query((row, n) -> new Claimed(row.getString("id"), row.getDouble("red_threshold"),
                        row.getString("user_id"), row.getString("webhook_host"), row.getString("host"),
                        row.getLong("watermark"), row.getLong("told_today")))
                .list();
    }

    /** Whether the address was told so often today that it waits until tomorrow. */
    private boolean isToldEnough(Claimed claimed) {
        var limit = claimed.webhookHost() == null ? limits.perMailboxADay() : limits.perWebhookADay();
        return limit > 0 && claimed.toldToday() >= limit;
    }

    /** What they are told tomorrow is gathered into one alert. */
    private void postpone(List<Claimed> claimed) {
        if (!claimed.isEmpty()) {
            log.info("Told {} subscriptions enough for today; their alerts are gathered until tomorrow",
                    claimed.size());
            jdbc.sql("""
                    UPDATE subscription
                    SET due_at = (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC'
                        + random() * interval '1 hour'
                    WHERE id = ANY (CAST(:ids AS uuid[]))""")
                    .param("ids", claimed.stream().map(Claimed::id).toArray(String[]::new)).update();
        }
    }

    /** Both bounds of the range are said: the planner then takes the index. */
    private List<Gathered> sweep(List<Claimed> claimed, long horizon) {
        var sweep = new Sweep(claimed);
        jdbc.sql("""
                SELECT CAST(CAST(xid AS text) AS bigint) AS transaction, event_id, user_id, red_value, occurred_at
                FROM red_event_log
                WHERE xid >= CAST(:from AS xid8) AND xid < CAST(:to AS xid8) AND red_value > :lowest
                ORDER BY xid DESC""")
                .withFetchSize(FETCHED_AT_ONCE)
                .param("from", Long.toString(claimed.stream().mapToLong(Claimed::watermark).min().orElseThrow()))
                .param("to", Long.toString(horizon))
                .param("lowest", claimed.stream().mapToDouble(Claimed::redThreshold).min().orElseThrow())
                .query(row -> {
                    sweep.add(new Match(row.getLong("transaction"), row.getString("event_id"), row.getString("user_id"),
                            row.getDouble("red_value"),
                            row.getObject("occurred_at", OffsetDateTime.class).toInstant()));
                });
        return sweep.finish();
    }

    private void write(List<Gathered> gathered, long horizon) {
        jdbc.sql("""
                WITH gathered AS MATERIALIZED (
                    SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:hosts AS text[]),
                                         CAST(:thresholds AS double precision[]), CAST(:watermarks AS text[]),
                                         CAST(:events AS bigint[]), CAST(:firsts AS timestamptz[]),
                                         CAST(:lasts AS timestamptz[]), CAST(:reddest AS text[]))
                        AS g (id, webhook_host, red_threshold, watermark, events, first_at, last_at, reddest)),
                delivered AS (
                    INSERT INTO delivery (subscription_id, webhook_host, red_threshold, events, first_at, last_at,
                                          from_xid, to_xid, reddest)
                    SELECT id, webhook_host, red_threshold, events, first_at, last_at, CAST(watermark AS xid8),
                           CAST(:horizon AS xid8), CAST(reddest AS jsonb)
                    FROM gathered WHERE events > 0)
                UPDATE subscription s
                SET watermark = greatest(s.watermark, CAST(:horizon AS xid8)), due_at = NULL,
                    last_alert_at = CASE WHEN g.events > 0 THEN now() ELSE s.last_alert_at END,
                    told_on = CAST(now() AT TIME ZONE 'UTC' AS date),
                    told = CASE WHEN s.told_on = CAST(now() AT TIME ZONE 'UTC' AS date) THEN s.told ELSE 0 END
                        + CASE WHEN g.events > 0 THEN 1 ELSE 0 END
                FROM gathered g WHERE s.id = g.id""")
                .param("ids", texts(gathered, g -> g.subscription().id()))
                .param("hosts", texts(gathered, g -> g.subscription().webhookHost()))
                .param("thresholds", gathered.stream().mapToDouble(g -> g.subscription().redThreshold()).toArray())
                .param("watermarks", texts(gathered, g -> Long.toString(g.subscription().watermark())))
                .param("events", gathered.stream().mapToLong(Gathered::events).toArray())
                .param("firsts", texts(gathered, g -> Timestamps.textOrNull(g.first())))
                .param("lasts", texts(gathered, g -> Timestamps.textOrNull(g.last())))
                .param("reddest", texts(gathered, g -> g.events() == 0 ? null : images.text(g.reddest())))
                .param("horizon", Long.toString(horizon))
                .update();
    }

    private static @Nullable String[] texts(List<Gathered> gathered, Function<Gathered, @Nullable String> part) {
        return gathered.stream().map(part).toArray(String[]::new);
    }
}
