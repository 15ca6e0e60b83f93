package org.redstats.gateway.balance;

import java.util.HashMap;
import java.util.Map;

import org.redstats.gateway.GatewayProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.http.client.HttpClient;

/** All services' instances, watched while the gateway runs. */
@Component
class Fleets implements SmartLifecycle {

    private final Map<String, Fleet> byService = new HashMap<>();
    private final GatewayProperties.Health health;
    private Disposable.Composite watches = Disposables.composite();

    Fleets(GatewayProperties properties, HttpClient client, NameLookup names) {
        health = properties.health();
        var readiness = new Readiness(client, health.path(), health.timeout());
        properties.backends()
                .byService()
                .forEach((service, bases) -> byService.put(service,
                        new Fleet(service, new Addresses(bases, names), readiness)));
    }

    Fleet of(String service) {
        Fleet fleet = byService.get(service);
        if (fleet == null) {
            throw new IllegalArgumentException("There is no service " + service);
        }
        return fleet;
    }

    @Override
    public void start() {
        watches = Disposables.composite();
        byService.values().forEach(fleet -> watches.add(fleet.watch(health.interval()).subscribe()));
    }

    @Override
    public void stop() {
        watches.dispose();
    }

    @Override
    public boolean isRunning() {
        return watches.size() > 0;
    }

    /** Before the web server starts, and until after it has stopped. */
    @Override
    public int getPhase() {
        return 0;
    }
}
