package org.redstats.faults.account;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;

/** Settles a run, once no more events come: waits until all of it has gone its way, and compares it with the truth. */
public final class Accountant {

    private static final List<String> DEAD_QUEUES = List.of("red.store.dead", "red.subscribe.dead");

    private static final String NOT_TOLD_YET = """
            SELECT (SELECT count(*) FROM (SELECT FROM red_event_log, wake WHERE xid >= done LIMIT 1) unread)
                 + (SELECT count(*) FROM subscription WHERE due_at IS NOT NULL AND status = 'active')
                 + (SELECT count(*) FROM delivery WHERE state = 'pending')""";

    private final Scene scene;
    private final Sent sent;
    private final Subscribers subscribers;
    private final Duration patience;
    private final Findings findings = new Findings();

    /** @param patience how long nothing may move before what is missing is taken for lost */
    public Accountant(Scene scene, Sent sent, Subscribers subscribers, Duration patience) {
        this.scene = scene;
        this.sent = sent;
        this.subscribers = subscribers;
        this.patience = patience;
    }

    /** @param withCommand whether red-stat-store's own {@code verify} is asked too, which reads every row there is */
    public Account settle(boolean withCommand) throws Exception {
        await("all events are safe", sent::allSafe);
        var rows = new Rows(sent, findings);
        await("all events are in the history", () -> rows.complete(scene.storeDatabase(), "red_event"));
        await("all events are in the log of the alerts",
                () -> rows.complete(scene.subscribeDatabase(), "red_event_log"));
        await("everybody is told", () -> scene.subscribeDatabase().number(NOT_TOLD_YET) == 0);

        rows.compare(scene.storeDatabase(), "red_event");
        rows.compare(scene.subscribeDatabase(), "red_event_log");
        new Counts(scene.store(), sent, findings).compare();
        if (withCommand) {
            verify();
        }
        var alerts = new Telling(scene, sent, subscribers, findings).compare();
        for (var queue : DEAD_QUEUES) {
            var dead = scene.broker().ready(queue);
            if (dead > 0) {
                findings.wrong(dead + " messages in " + queue);
            }
        }
        return new Account(sent.size(), findings.lost(), findings.duplicated(), alerts,
                scene.inbox().repeated(), findings.details());
    }

    private void verify() {
        try {
            scene.store().run("verify");
        } catch (IllegalStateException e) {
            findings.wrong("the store's verify: " + e.getMessage());
        }
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    /** What does not come about is for the comparison to name. */
    private void await(String what, Condition condition) {
        try {
            Awaitility.await(what).atMost(patience).pollInterval(Duration.ofMillis(100)).pollInSameThread()
                    .until(condition::holds);
        } catch (ConditionTimeoutException e) {
            findings.wrong("waited " + patience + " in vain until " + what);
        }
    }
}
