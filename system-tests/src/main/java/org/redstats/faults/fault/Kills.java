package org.redstats.faults.fault;

import java.util.List;
import java.util.function.Function;

import org.redstats.faults.scene.Database;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.scene.Service;

/** {@code kill -9} of everything that runs, and its start anew. */
public final class Kills {

    private Kills() {}

    public static List<Fault> all() {
        return List.of(service("store", Scene::store), service("subscribe", Scene::subscribe),
                service("notify", Scene::live),
                fault("kill-red", "`kill -9` of RED itself, started again on its spool", round -> {
                    round.red().kill();
                    round.red().startAgain();
                }),
                fault("kill-broker", "`kill -9` of RabbitMQ", round -> {
                    round.scene().broker().server().kill();
                    round.whileItLasts();
                    round.scene().broker().server().startAgain();
                }),
                database("store", Scene::storeDatabase), database("subscribe", Scene::subscribeDatabase));
    }

    private static Fault service(String name, Function<Scene, Service> choice) {
        return fault("kill-" + name, "`kill -9` of an instance of red-stat-" + name, round -> {
            var service = choice.apply(round.scene());
            var victim = round.random().nextInt(service.instances().size());
            service.kill(victim);
            service.startAgain(victim);
        });
    }

    private static Fault database(String name, Function<Scene, Database> choice) {
        return fault("kill-" + name + "-database", "`kill -9` of all processes of red-stat-" + name + "'s PostgreSQL",
                round -> {
                    var server = choice.apply(round.scene()).server();
                    server.kill();
                    round.whileItLasts();
                    server.startAgain();
                });
    }

    private interface Harm {
        void play(Round round) throws Exception;
    }

    private static Fault fault(String name, String meaning, Harm harm) {
        return new Kill(name, meaning, harm);
    }

    private record Kill(String name, String meaning, Harm harm) implements Fault {

        @Override
        public int rounds() {
            return 20;
        }

        @Override
        public void play(Round round) throws Exception {
            round.untilSomeMoment();
            harm.play(round);
        }
    }
}
