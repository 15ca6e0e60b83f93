package org.redstats.gateway.balance;

import java.util.HashMap;
import java.util.Map;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.gateway.GatewayProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.netty.http.client.HttpClient;

/** All services' instances, watched while the gateway runs. */
@Component
public class Fleets implements SmartLifecycle {

    private static final int TRIALS = 3;

    private final Map<String, Fleet> byService = new HashMap<>();
    private final GatewayProperties.Health health;
    private Disposable.Composite watches = Disposables.composite();

    Fleets(GatewayProperties properties, HttpClient client, NameLookup names, MeterRegistry meters) {
        health = properties.health();
        var readiness = new Readiness(client, health.path(), health.timeout());
        CircuitBreakerConfig breaker = breaker(properties.breaker());
        properties.backends()
                .byService()
                .forEach((service, bases) -> byService.put(service,
                        new Fleet(service, new Addresses(bases, names), readiness, breaker)));
        byService.forEach((service, fleet) -> Gauge.builder("red.gateway.instances", fleet, Fleet::taking)
                .description("Instances that are sent requests")
                .tag("service", service)
                .register(meters));
    }

    /** Whether a service has an instance that takes requests and has not yet been tried for this one. */
    public boolean haveAnother(String service, Map<String, Object> attributes) {
        return of(service).hasMoreThan(Tried.in(attributes));
    }

    private static CircuitBreakerConfig breaker(GatewayProperties.Breaker wanted) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(wanted.calls())
                .minimumNumberOfCalls(wanted.calls())
                .failureRateThreshold(wanted.failures())
                .waitDurationInOpenState(wanted.pause())
                .permittedNumberOfCallsInHalfOpenState(TRIALS)
                .build();
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
