package org.redstats.faults.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.scene.Trouble;
import org.redstats.faults.scene.Trouble.Stage;

/** Mail servers and receivers of webhooks that are away, hang, break off or refuse. */
public final class Inboxes {

    private static final List<Stage> OF_A_MAIL = List.of(Stage.SENDER, Stage.RECIPIENT, Stage.CONTENT, Stage.TAKEN);
    private static final List<Stage> OF_A_WEBHOOK = List.of(Stage.POSTED, Stage.KEPT);
    // Longer than a service waits, shorter than its pause after that: so each alert fails once for it.
    private static final long HANGS_FOR_SECONDS = 4;
    private static final int FOR_NOW = 451;
    private static final int FOR_GOOD = 550;

    private Inboxes() {}

    public static List<Fault> all() {
        return List.of(
                new Harm("mail-server-away", "the mail server refuses connections, and has cut those there were",
                        Inboxes::away),
                new Harm("mail-server-hangs",
                        "the mail server hangs: at its greeting, the sender, the recipient, before"
                                + " it reads the mail or after it has taken it",
                        Inboxes::mailHangs),
                new Harm("mail-server-breaks-off",
                        "the mail server closes the connection in the middle of a mail, or has"
                                + " taken it and does not say so",
                        Inboxes::breaksOff),
                new Harm("mail-server-refuses", "the mail server refuses half of the mails for now (451), and one"
                        + " mailbox for good (550)", Inboxes::refuses),
                new Harm("webhooks-hang", "receivers of webhooks do not answer; some have taken the alert",
                        round -> hang(round, OF_A_WEBHOOK)),
                new Harm("webhooks-fail", "receivers of webhooks answer 500; some have taken the alert",
                        Inboxes::webhooksFail));
    }

    private static void away(Round round) throws InterruptedException {
        var line = round.scene().mailWay();
        line.refuse();
        line.cut();
        round.whileItLasts();
        line.heal();
    }

    private static void mailHangs(Round round) throws InterruptedException {
        if (round.random().nextInt(OF_A_MAIL.size() + 1) > 0) {
            hang(round, OF_A_MAIL);
            return;
        }
        var line = round.scene().mailWay();
        line.cut();
        line.hold();
        TimeUnit.SECONDS.sleep(HANGS_FOR_SECONDS);
        line.heal();
        awaitHandedOver(round.scene());
    }

    private static void hang(Round round, List<Stage> stages) throws InterruptedException {
        var at = stages.get(round.random().nextInt(stages.size()));
        var over = new CountDownLatch(1);
        during(round, HANGS_FOR_SECONDS, (stage, address) -> {
            if (stage == at) {
                over.await();
            }
            return 0;
        }, over);
    }

    private static void breaksOff(Round round) throws InterruptedException {
        var at = round.random().nextBoolean() ? Stage.CONTENT : Stage.TAKEN;
        during(round, round.seconds(), (stage, address) -> {
            if (stage == at) {
                round.scene().mailWay().cut();
            }
            return 0;
        }, new CountDownLatch(0));
    }

    private static void webhooksFail(Round round) throws InterruptedException {
        var at = OF_A_WEBHOOK.get(round.random().nextInt(OF_A_WEBHOOK.size()));
        during(round, Math.min(round.seconds(), HANGS_FOR_SECONDS), (stage, address) -> stage == at ? 500 : 0,
                new CountDownLatch(0));
    }

    private static void refuses(Round round) throws IOException, InterruptedException {
        var unwanted = "unwanted-" + Long.toString(round.random().nextLong(), Character.MAX_RADIX) + "@example.org";
        subscribe(round.scene(), unwanted);
        var mails = new java.util.concurrent.atomic.AtomicInteger();
        Trouble refusing = (stage, address) -> stage != Stage.RECIPIENT ? 0
                : address.equals(unwanted) ? FOR_GOOD : mails.incrementAndGet() % 2 == 0 ? FOR_NOW : 0;
        round.scene().inbox().trouble(refusing);
        round.whileItLasts();
        round.scene().inbox().trouble((stage, address) -> address.equals(unwanted) ? refusing.at(stage, address) : 0);
        Awaitility.await("a mailbox that is refused is left alone").atMost(Scene.PATIENCE).pollInSameThread()
                .until(() -> round.scene().subscribeDatabase().number(
                        "SELECT count(*) FROM subscription WHERE email = ? AND status = 'disabled'", unwanted) == 1);
        round.scene().inbox().trouble(Trouble.NONE);
        awaitHandedOver(round.scene());
    }

    private static void subscribe(Scene scene, String mailbox) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var url = scene.subscribe().instances().getFirst().url() + "/sub";
            var answer = http.send(HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("""
                            {"red_threshold": 0.9, "min_interval": "PT0S", "email": "%s"}""".formatted(mailbox)))
                    .build(), BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new IllegalStateException(url + " was answered " + answer.statusCode() + ": " + answer.body());
            }
        }
    }

    private static void during(Round round, double seconds, Trouble trouble, CountDownLatch over)
            throws InterruptedException {
        try {
            round.scene().inbox().trouble(trouble);
            TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
        } finally {
            round.scene().inbox().trouble(Trouble.NONE);
            over.countDown();
        }
        awaitHandedOver(round.scene());
    }

    /** What failed is tried again before the next round, or it would fail a second time and wait much longer. */
    private static void awaitHandedOver(Scene scene) {
        var healed = OffsetDateTime.now(ZoneOffset.UTC);
        Awaitility.await("what failed is handed over").atMost(Scene.PATIENCE).pollInSameThread()
                .until(() -> scene.subscribeDatabase().number(
                        "SELECT count(*) FROM delivery WHERE state = 'pending' AND created_at < ?", healed) == 0);
    }
}
