package org.redstats.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redstats.faults.account.Account;
import org.redstats.faults.fault.Fault;
import org.redstats.faults.fault.Kills;
import org.redstats.faults.fault.Round;
import org.redstats.faults.scene.Scene;
import org.redstats.testing.RequiresRabbitMq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The short form of {@code ./faults}: on one system, with one account for all that is killed. */
@RequiresRabbitMq
class FaultsTests {

    private static final double RATE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Scene scene;
    private static int runs;

    @BeforeAll
    static void openScene() throws Exception {
        scene = Scene.open(Path.of(".."), Path.of("target", "faults"));
    }

    @AfterAll
    static void closeScene() {
        scene.close();
    }

    @Test
    void losesAndRepeatsNothingWhateverIsKilled() throws Exception {
        var account = play(List.of(new Together(Kills.all())), PATIENCE, true);

        assertThat(account.details()).isEmpty();
        assertThat(account.events()).isGreaterThan(100);
        assertThat(account.alerts()).isPositive();
    }

    @Test
    void losesAndRepeatsNothingOverABadNetworkAndWhereNothingMayBeWritten() throws Exception {
        var account = play(named("cut-broker", "half-open-databases", "read-only-databases"), PATIENCE, false);

        assertThat(account.details()).isEmpty();
        assertThat(account.events()).isGreaterThan(100);
    }

    @Test
    void noticesWhatIsLostAndWhatIsToldTwice() throws Exception {
        var account = play(List.of(new Sabotage()), Duration.ofSeconds(3), false);

        assertThat(account.lost()).isPositive();
        assertThat(account.duplicated()).isPositive();
        assertThat(account.details()).anyMatch(detail -> detail.endsWith(" is not in red_event"))
                .anyMatch(detail -> detail.contains("did not come to"))
                .anyMatch(detail -> detail.contains("in 2 deliveries"));
    }

    private static List<Fault> named(String... names) {
        return Stream.of(names).map(name -> Faults.ALL.stream().filter(fault -> fault.name().equals(name)).findFirst()
                .orElseThrow()).toList();
    }

    private static Account play(List<Fault> faults, Duration patience, boolean withCommand) throws Exception {
        return new Run(scene, ++runs, patience, System.err)
                .play(faults, 1, OptionalDouble.of(0.5), RATE, new Random(), withCommand).account();
    }

    /** All of them one after the other, without waiting for the recovery from one before the next. */
    private record Together(List<Fault> faults) implements Fault {

        @Override
        public String name() {
            return "together";
        }

        @Override
        public String meaning() {
            return "one after the other";
        }

        @Override
        public void play(Round round) throws Exception {
            for (var fault : faults) {
                fault.play(round);
            }
        }
    }

    /** Takes one event out of the history behind everybody's back, and tells of a match again, to nobody. */
    private static final class Sabotage implements Fault {

        @Override
        public String name() {
            return "sabotage";
        }

        @Override
        public String meaning() {
            return "somebody changes the databases by hand";
        }

        @Override
        public void play(Round round) throws Exception {
            var scene = round.scene();
            var sent = round.traffic().sent();
            scene.awaitArrival(sent, 0);
            await().atMost(PATIENCE).until(() -> scene.subscribeDatabase()
                    .number("SELECT count(*) FROM delivery WHERE state = 'sent'") > 0);
            scene.storeDatabase().update("DELETE FROM red_event WHERE event_id = CAST(? AS uuid)",
                    sent.event(0).eventId().toString());
            assertThat(scene.subscribeDatabase().update("""
                    INSERT INTO delivery (subscription_id, red_threshold, events, from_xid, to_xid, state, sent_at)
                    SELECT subscription_id, red_threshold, events, from_xid, to_xid, state, sent_at
                    FROM delivery WHERE state = 'sent' ORDER BY created_at DESC LIMIT 1""")).isOne();
        }
    }
}
