package org.redstats.subscribe.due;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.redstats.subscribe.SubscribeProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How often a host is told on a day of UTC, all its mailboxes or webhooks together. */
@Component
class ToldHosts {

    private final JdbcClient jdbc;
    private final int limit;

    ToldHosts(JdbcClient jdbc, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.limit = properties.delivery().perHostADay();
    }

    /**
     * Takes from what was gathered that for which the host has been told enough today, and returns it; the rest counts.
     * Within the caller's transaction.
     */
    List<Gathered> takeWhatIsTooMuch(List<Gathered> gathered) {
        if (limit == 0) {
            return List.of();
        }
        var allowed = allow(gathered.stream().filter(g -> g.events() > 0)
                .collect(Collectors.groupingBy(g -> g.subscription().host(), TreeMap::new, Collectors.counting())));
        var tooMuch = new ArrayList<Gathered>();
        gathered.removeIf(g -> {
            var isTooMuch = g.events() > 0 && allowed.merge(g.subscription().host(), -1L, Long::sum) < 0;
            return isTooMuch && tooMuch.add(g);
        });
        return tooMuch;
    }

    /** How many of so many each host may be told; by the order of names, so that two of us cannot deadlock. */
    private Map<String, Long> allow(SortedMap<String, Long> wanted) {
        return jdbc
                .sql("""
                INSERT INTO told_host AS t (host, told_on, told)
                SELECT host, CAST(now() AT TIME ZONE 'UTC' AS date), least(n, :limit)
                FROM unnest(CAST(:hosts AS text[]), CAST(:counts AS bigint[])) WITH ORDINALITY AS w (host, n, place)
                ORDER BY place
                ON CONFLICT (host) DO UPDATE
                SET told_on = excluded.told_on,
                    told = least(:limit,
                        excluded.told + CASE WHEN t.told_on = excluded.told_on THEN t.told ELSE 0 END)
                RETURNING new.host, new.told - CASE WHEN old.told_on = new.told_on THEN old.told ELSE 0 END AS allowed""")
                .param("limit", limit).param("hosts", wanted.keySet().toArray(String[]::new))
                .param("counts", wanted.values().toArray(Long[]::new))
                .query((row, n) -> Map.entry(row.getString("host"), row.getLong("allowed")))
                .stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, HashMap::new));
    }
}
