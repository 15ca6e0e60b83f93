package org.redstats.bench.live;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.rabbitmq.client.Channel;
import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.live.plain.PlainPush;
import org.redstats.bench.traffic.Broker;
import org.redstats.event.RedExchange;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;

/** Starts each of them anew, with nothing left of what it did before. */
final class Contestants {

    /** More than the 256 MB of the other services: the plain way needs 50 KB for each connection. */
    private static final List<String> JVM = List.of("-Xmx640m", "-XX:+UseSerialGC");

    /** A heap that a collection leaves hardly greater than what lives in it, so that resident memory shows that. */
    private static final List<String> ELASTIC_HEAP = List.of("-Xms8m", "-XX:MinHeapFreeRatio=5",
            "-XX:MaxHeapFreeRatio=10");

    /** What is done with one that runs. */
    @FunctionalInterface
    interface Use<T> {
        T with(Contestant contestant) throws Exception;
    }

    private final Stage stage;
    private final TestBroker broker;
    private final Channel channel;

    Contestants(Stage stage) throws Exception {
        this.stage = stage;
        this.broker = stage.broker("classic");
        this.channel = stage.open(() -> Broker.connect(broker)).channel();
    }

    Channel channel() {
        return channel;
    }

    <T> T notifyService(Use<T> use) throws Exception {
        return notifyService(List.of(), use);
    }

    <T> T notifyServiceWithElasticHeap(Use<T> use) throws Exception {
        return notifyService(ELASTIC_HEAP, use);
    }

    private <T> T notifyService(List<String> heap, Use<T> use) throws Exception {
        stage.say("starting red-stat-notify");
        List<String> java = new ArrayList<>(JVM);
        java.addAll(heap);
        java.addAll(List.of("-jar", stage.jar("red-stat-notify").toString()));
        ServiceProcess service = stage.start("red-stat-notify", java,
                Settings.merged(Settings.of(broker), Map.of("RED_NOTIFY_LIMITS_CONNECTIONSPERADDRESS", "100000")));
        stage.await("red-stat-notify is ready", service::ready);
        return use("red-stat-notify", service, use);
    }

    <T> T plain(Use<T> use) throws Exception {
        ServiceProcess program = stage.program(PlainPush.class, JVM, Settings.of(broker));
        stage.await("the plain way is ready", () -> {
            program.requireAlive();
            return Subscribers.isOpen(port(program), "/ws?red_threshold=1");
        });
        return use("the plain Spring way", program, use);
    }

    /** Empty where nginx or its module is not installed. */
    <T> Optional<T> nchan(Use<T> use) throws Exception {
        Optional<Nchan> nchan = Nchan.installed(stage.folder());
        if (nchan.isEmpty()) {
            stage.say("nchan is left out: Debian's packages nginx and libnginx-mod-nchan are not installed");
            return Optional.empty();
        }
        Nchan running = stage.open(nchan.orElseThrow()::start);
        stage.await("nchan is ready", () -> Subscribers.isOpen(running.port(), Nchan.SUBSCRIBE));
        try {
            return Optional.of(use.with(running.contestant()));
        } finally {
            stage.stop(running);
        }
    }

    private <T> T use(String name, ServiceProcess process, Use<T> use) throws Exception {
        try {
            return use.with(new Contestant(name, port(process), process.pid(),
                    threshold -> "/ws?red_threshold=" + threshold,
                    event -> channel.basicPublish(RedExchange.NAME, "", null, event.getBytes(StandardCharsets.UTF_8))));
        } finally {
            stage.stop(process);
        }
    }

    private static int port(ServiceProcess process) {
        return URI.create(process.url()).getPort();
    }
}
