package org.redstats.bench.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.redstats.bench.gateway.Requests.Answered;
import org.redstats.bench.harness.Stage;
import org.redstats.testing.ServiceProcess;

/** The backends, and the two ways to them. */
final class Contestants {

    /** What it gets in its container of 512 MB. */
    static final List<String> JVM = List.of("-Xmx300m", "-XX:+UseSerialGC");

    private final Nginx backends;
    private final Nginx proxy;
    private final Echo echo;
    private final ServiceProcess gateway;
    private final Requests requests = new Requests();

    private Contestants(Nginx backends, Nginx proxy, Echo echo, ServiceProcess gateway) {
        this.backends = backends;
        this.proxy = proxy;
        this.echo = echo;
        this.gateway = gateway;
    }

    /** Returns when all of them answer. */
    static Contestants start(Stage stage, Path nginx) throws Exception {
        Nginx backends = stage.open(() -> Nginx.backends(nginx, stage.folder()));
        Nginx proxy = stage.open(() -> Nginx.proxy(nginx, stage.folder(), backends));
        Echo echo = stage.open(Echo::new);
        stage.say("starting the gateway");
        List<String> java = new ArrayList<>(JVM);
        java.addAll(List.of("-jar", stage.jar("gateway").toString()));
        ServiceProcess gateway = stage.start("gateway", java, Map.of(
                "MANAGEMENT_SERVER_PORT", "0",
                // All clients are one here. The limit is at work, as it is where it is deployed, but nobody reaches it.
                "RED_GATEWAY_LIMITS_REQUESTSPERMINUTE", "1000000000",
                "RED_GATEWAY_BACKENDS_STORE",
                backends.ports().stream().map(port -> "http://127.0.0.1:" + port).collect(Collectors.joining(",")),
                "RED_GATEWAY_BACKENDS_SUBSCRIBE", "",
                "RED_GATEWAY_BACKENDS_NOTIFY", "http://127.0.0.1:" + echo.port()));
        stage.await("the gateway is ready", gateway::ready);
        Contestants contestants = new Contestants(backends, proxy, echo, gateway);
        stage.await("everybody answers", contestants::answer);
        return contestants;
    }

    private boolean answer() {
        try {
            Duration moment = Duration.ofMillis(1);
            direct(1, moment);
            nginx(1, moment);
            gateway(1, moment);
            frames(gatewayPort(), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Answered direct(int connections, Duration time) throws IOException {
        return requests.ask(backends.ports().getFirst(), connections, time);
    }

    Answered nginx(int connections, Duration time) throws IOException {
        return requests.ask(proxy.ports().getFirst(), connections, time);
    }

    Answered gateway(int connections, Duration time) throws IOException {
        return requests.ask(gatewayPort(), connections, time);
    }

    int gatewayPort() {
        return URI.create(gateway.url()).getPort();
    }

    int echoPort() {
        return echo.port();
    }

    long[] frames(int port, int count) throws IOException {
        return RoundTrips.make(port, count);
    }
}
