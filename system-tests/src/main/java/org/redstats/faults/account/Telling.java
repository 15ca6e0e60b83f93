package org.redstats.faults.account;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.redstats.faults.scene.Inbox.Alert;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;

/**
 * What subscribers must have been told of a run: each match in exactly one delivery, by the record that the service keeps of
 * it; and exactly these deliveries must have come to their addresses, each with its number of images.
 */
final class Telling {

    private static final String DELIVERIES = """
            SELECT id, CAST(CAST(from_xid AS text) AS bigint), CAST(CAST(to_xid AS text) AS bigint), events, state
            FROM delivery WHERE subscription_id = CAST(? AS uuid) AND kind = 'alert'""";

    private final Scene scene;
    private final Sent sent;
    private final Subscribers subscribers;
    private final Findings findings;

    Telling(Scene scene, Sent sent, Subscribers subscribers, Findings findings) {
        this.scene = scene;
        this.sent = sent;
        this.subscribers = subscribers;
        this.findings = findings;
    }

    /** A delivery tells of the matches that the transactions of {@code [from, to)} wrote into the log. */
    private record Delivery(String id, long from, long to, long events, String state) {}

    /** Returns how many alerts came to somebody. */
    long compare() throws SQLException {
        var transactions = transactions();
        var came = scene.inbox().alerts().values().stream().collect(Collectors.groupingBy(Alert::address));
        var alerts = 0L;
        for (var subscriber : subscribers.all()) {
            var deliveries = new ArrayList<Delivery>();
            scene.subscribeDatabase().query(DELIVERIES, row -> deliveries.add(new Delivery(row.getString(1),
                    row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5))), subscriber.id());
            compareMatches(subscriber, deliveries, transactions);
            compareAlerts(subscriber, deliveries, came.getOrDefault(subscriber.address(), List.of()));
            alerts += deliveries.size();
        }
        return alerts;
    }

    /** Which transaction wrote an event into the log; 0 for one that is not there. */
    private long[] transactions() throws SQLException {
        var transactions = new long[sent.size()];
        scene.subscribeDatabase().query("""
                SELECT event_id, CAST(CAST(xid AS text) AS bigint) FROM red_event_log WHERE user_id = ANY (?)""",
                row -> {
                    var number = sent.number(row.getObject(1, UUID.class));
                    if (number.isPresent()) {
                        transactions[number.getAsInt()] = row.getLong(2);
                    }
                }, (Object) sent.users().toArray(String[]::new));
        return transactions;
    }

    private void compareMatches(Subscriber subscriber, List<Delivery> deliveries, long[] transactions) {
        var beginnings = sorted(deliveries, Delivery::from);
        var ends = sorted(deliveries, Delivery::to);
        var matches = IntStream.range(subscriber.first(), sent.size())
                .filter(number -> sent.matches(number, subscriber.threshold(), subscriber.user())).toArray();
        for (var number : matches) {
            var told = below(beginnings, transactions[number] + 1) - below(ends, transactions[number] + 1);
            var what = sent.event(number).eventId() + " told to " + subscriber.address();
            if (told < 1) {
                findings.lost(what + ": in no delivery");
            } else if (told > 1) {
                findings.duplicated(told - 1, what + ": in " + told + " deliveries");
            }
        }
        var written = IntStream.of(matches).mapToLong(number -> transactions[number]).sorted().toArray();
        for (var delivery : deliveries) {
            var mustBe = below(written, delivery.to()) - below(written, delivery.from());
            if (delivery.events() != mustBe) {
                findings.wrong(delivery + " to " + subscriber.address() + " tells of "
                        + delivery.events() + " images instead of " + mustBe);
            }
        }
    }

    private void compareAlerts(Subscriber subscriber, List<Delivery> deliveries, List<Alert> came) {
        var told = came.stream().collect(Collectors.toMap(Alert::id, Alert::events));
        for (var delivery : deliveries) {
            var events = told.remove(delivery.id());
            if (events == null) {
                findings.lost(delivery + " did not come to " + subscriber.address());
            } else if (events != delivery.events() || !delivery.state().equals("sent")) {
                findings.wrong(delivery + " came to " + subscriber.address() + " with " + events + " images");
            }
        }
        told.forEach((id, events) -> findings.duplicated(events,
                "delivery " + id + " came to " + subscriber.address() + " and is no delivery"));
    }

    private static long[] sorted(List<Delivery> deliveries, ToLongFunction<Delivery> part) {
        return deliveries.stream().mapToLong(part).sorted().toArray();
    }

    /** How many of them, in order, are less than a bound. */
    private static int below(long[] sorted, long bound) {
        var place = Arrays.binarySearch(sorted, bound);
        if (place < 0) {
            return -place - 1;
        }
        while (place > 0 && sorted[place - 1] == bound) {
            place--;
        }
        return place;
    }
}
