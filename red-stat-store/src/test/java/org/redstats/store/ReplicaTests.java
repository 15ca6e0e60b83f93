package org.redstats.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.event.intake.EventSink;
import org.redstats.store.reads.ReadsConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.store.SampleEvents.event;

/** One instance that reads from a real streaming replica, which falls behind, hangs, dies and returns. */
@ExtendWith(OutputCaptureExtension.class)
class ReplicaTests {

    private static final String DAY = "/stat?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
    private static final String EVENTS = "/stat/events?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";

    private static EmbeddedDatabase primary;
    private static EmbeddedDatabase replica;
    private static Instance instance;
    private static long stored;

    @BeforeAll
    static void start() {
        primary = EmbeddedDatabase.startTemporary();
        primary.createDatabaseIfMissing("stat");
        execute(primary, "CREATE ROLE ordinary LOGIN");
        execute(primary, "ALTER DATABASE stat OWNER TO ordinary");
        replica = primary.startReplica();
        instance = Instance.start(primary.jdbcUrl("stat"), "ordinary", "", Map.of(
                "red.store.reads.replica-url", replica.jdbcUrl("stat"), "red.store.reads.check-every", "100ms",
                "red.store.reads.timeout", "10m", "red.store.reads.max-lag", "2s",
                "spring.rabbitmq.listener.simple.auto-startup", "false"));
    }

    @AfterAll
    static void stop() {
        instance.close();
        replica.close();
        primary.close();
    }

    @BeforeEach
    void awaitUse() {
        await().atMost(InstancesTests.PATIENCE).until(ReplicaTests::replicaIsUsed);
    }

    @Test
    void theReplicaAnswers() {
        append(3);

        await().atMost(InstancesTests.PATIENCE).untilAsserted(() -> {
            var before = reads("replica");
            var onPrimary = reads("primary");
            assertThat(instance.http().json(EVENTS).path("events")).hasSize((int) Math.min(stored, 100));
            assertThat(total()).isEqualTo(stored);
            assertThat(reads("replica")).isGreaterThanOrEqualTo(before + 2);
            assertThat(reads("primary")).isEqualTo(onPrimary);
        });
    }

    @Test
    void whatIsStoredIsCountedAtOnce() {
        for (int i = 0; i < 50; i++) {
            append(1);
            assertThat(total()).isEqualTo(stored);
        }
    }

    @Test
    void thePrimaryAnswersWhileTheReplicaIsBehind(CapturedOutput output) {
        onReplica("SELECT pg_wal_replay_pause()");
        await().atMost(InstancesTests.PATIENCE)
                .until(() -> onReplica("SELECT pg_get_wal_replay_pause_state()").equals("paused"));
        append(1);
        var before = reads("replica");

        assertThat(total()).isEqualTo(stored);
        assertThat(reads("replica")).isEqualTo(before);
        await().atMost(InstancesTests.PATIENCE).until(() -> gauge("red.store.replica.lag") > 0);
        assertThat(gauge("red.store.replica.lag.size")).isPositive();

        onReplica("SELECT pg_wal_replay_resume()");
        await().atMost(InstancesTests.PATIENCE).untilAsserted(() -> {
            assertThat(total()).isEqualTo(stored);
            assertThat(reads("replica")).isGreaterThan(before);
        });
        assertThat(output.getOut()).contains("behind", "Reads go to the replica");
    }

    @Test
    void noReadFailsWhenTheReplicaDies() {
        append(1);
        var done = new AtomicBoolean();
        var readers = IntStream.range(0, 8).mapToObj(reader -> CompletableFuture.supplyAsync(() -> readUntil(done),
                ReplicaTests::inItsThread)).toList();
        var before = reads("replica");
        await().atMost(InstancesTests.PATIENCE).until(() -> reads("replica") > before + 200);

        replica.stopImmediately();
        var onPrimary = reads("primary");
        await().atMost(InstancesTests.PATIENCE).until(() -> reads("primary") > onPrimary + 50);
        assertThat(replicaIsUsed()).isFalse();
        var health = instance.http().get("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).doesNotContainIgnoringCase("replica");

        replica.startAgain();
        awaitUse();
        var onReplica = reads("replica");
        await().atMost(InstancesTests.PATIENCE).until(() -> reads("replica") > onReplica + 50);

        done.set(true);
        assertThat(readers.stream().flatMap(answers -> answers.join().stream())).isNotEmpty()
                .allMatch(answer -> answer.contains("200 ") && answer.contains("\"total\":" + stored));
    }

    @Test
    void aReplicaThatHangsDoesNotMakeReadsHang() {
        append(1);
        replica.freeze();
        try {
            var answers = IntStream.range(0, 20).mapToObj(i -> CompletableFuture.supplyAsync(ReplicaTests::total,
                    ReplicaTests::inItsThread)).toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer).succeedsWithin(InstancesTests.PATIENCE)
                    .isEqualTo(stored));
            assertThat(replicaIsUsed()).isFalse();
        } finally {
            replica.thaw();
        }
    }

    @Test
    void aReadInMidStatementIsRepeatedWhenTheReplicaHangs() {
        var reader = readThatOnlyThePrimaryFinishes();

        replica.freeze();
        try {
            assertThat(reader).succeedsWithin(InstancesTests.PATIENCE).isEqualTo("primary");
        } finally {
            replica.thaw();
        }
    }

    @Test
    void aReplicaThatIsAbsentAtTheStartIsUsedWhenItComes(CapturedOutput output) {
        replica.stop();
        readsOnly(replica).run(context -> {
            var reads = context.getBean(ReadsConfiguration.READS, JdbcClient.class);
            await().atMost(InstancesTests.PATIENCE)
                    .until(() -> output.getOut().contains("Reads go to the primary until the replica is well again"));
            assertThat(isAnsweredByReplica(reads)).isFalse();

            replica.startAgain();

            await().atMost(InstancesTests.PATIENCE).until(() -> isAnsweredByReplica(reads));
        });
    }

    @Test
    void aServerThatIsNoReplicaIsNotUsed(CapturedOutput output) {
        readsOnly(primary).run(context -> {
            await().atMost(InstancesTests.PATIENCE)
                    .until(() -> output.getOut().contains("is a primary, not a replica"));

            assertThat(isAnsweredByReplica(context.getBean(ReadsConfiguration.READS, JdbcClient.class))).isFalse();
            assertThat(context.getBean(MeterRegistry.class).get("red.store.replica.used").gauge().value()).isZero();
        });
    }

    @Test
    void anEmptyAddressMeansNoReplica() {
        readsOnly(replica).withPropertyValues("red.store.reads.replica-url=").run(context -> {
            assertThat(isAnsweredByReplica(context.getBean(ReadsConfiguration.READS, JdbcClient.class))).isFalse();
            assertThat(context.getBean(MeterRegistry.class).find("red.store.replica.used").gauge()).isNull();
        });
    }

    @Test
    void aReadInTheWayOfTheReplayIsRepeated() {
        letTheReplayWaitForReads("0");
        try {
            var reader = readThatOnlyThePrimaryFinishes();

            execute(primary, "DO 'BEGIN LOCK TABLE red_event IN ACCESS EXCLUSIVE MODE; END'");

            assertThat(reader).succeedsWithin(InstancesTests.PATIENCE).isEqualTo("primary");
        } finally {
            letTheReplayWaitForReads("'30s'");
        }
    }

    private static CompletableFuture<String> readThatOnlyThePrimaryFinishes() {
        while (true) {
            var failed = fallbacks("failed");
            var reader = CompletableFuture.supplyAsync(() -> reads().sql("""
                    SELECT CASE WHEN pg_is_in_recovery() THEN pg_sleep(600)::text ELSE 'primary' END
                    FROM (SELECT count(*) FROM red_event)
                    """).query((row, number) -> row.getString(1)).single(), ReplicaTests::inItsThread);
            await().atMost(InstancesTests.PATIENCE).until(() -> reader.isDone() || onReplica("""
                    SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'""").equals("1"));
            if (!reader.isDone()) {
                return reader.whenComplete((answer, e) -> assertThat(fallbacks("failed")).isGreaterThan(failed));
            }
        }
    }

    private static JdbcClient reads() {
        return instance.context().getBean(ReadsConfiguration.READS, JdbcClient.class);
    }

    private static ApplicationContextRunner readsOnly(EmbeddedDatabase server) {
        return new ApplicationContextRunner().withUserConfiguration(ReadsConfiguration.class, Properties.class)
                .withBean(SimpleMeterRegistry.class)
                .withBean(JdbcConnectionDetails.class, Primary::new)
                .withPropertyValues("red.store.reads.replica-url=" + server.jdbcUrl("stat"),
                        "red.store.reads.check-every=100ms");
    }

    private static boolean isAnsweredByReplica(JdbcClient reads) {
        return reads.sql("SELECT pg_is_in_recovery()").query((row, number) -> row.getBoolean(1)).single();
    }

    private static void letTheReplayWaitForReads(String atMost) {
        execute(replica, "ALTER SYSTEM SET max_standby_streaming_delay = " + atMost);
        onReplica("SELECT pg_reload_conf()");
    }

    private static List<String> readUntil(AtomicBoolean done) {
        var answers = new ArrayList<String>();
        while (!done.get()) {
            var answer = instance.http().get(DAY);
            answers.add(answer.statusCode() + " " + answer.body());
        }
        return answers;
    }

    private static void append(int count) {
        instance.bean(EventSink.class)
                .append(Stream.generate(() -> event("ann", 1, "2026-03-01T12:00:00Z")).limit(count).toList());
        stored += count;
    }

    private static long total() {
        return instance.http().json(DAY).path("total").asLong(-1);
    }

    private static boolean replicaIsUsed() {
        return gauge("red.store.replica.used") == 1;
    }

    private static double gauge(String name) {
        return instance.bean(MeterRegistry.class).get(name).gauge().value();
    }

    private static double reads(String target) {
        return instance.bean(MeterRegistry.class).get("red.store.reads").tag("target", target).counter().count();
    }

    private static double fallbacks(String reason) {
        return instance.bean(MeterRegistry.class).get("red.store.reads.fallbacks").tag("reason", reason).counter()
                .count();
    }

    private static void inItsThread(Runnable work) {
        Thread.ofVirtual().start(work);
    }

    private static String onReplica(String query) {
        return client(replica).sql(query).query((row, number) -> String.valueOf(row.getString(1))).single();
    }

    private static void execute(EmbeddedDatabase server, String statement) {
        client(server).sql(statement).update();
    }

    private static JdbcClient client(EmbeddedDatabase server) {
        return JdbcClient.create(new DriverManagerDataSource(server.jdbcUrl("stat"), server.user(), server.password()));
    }

    @EnableConfigurationProperties(StoreProperties.class)
    private static final class Properties {}

    private static final class Primary implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return primary.jdbcUrl("stat");
        }

        @Override
        public String getUsername() {
            return "ordinary";
        }

        @Override
        public String getPassword() {
            return "";
        }
    }
}
