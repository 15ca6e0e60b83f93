package org.redstats.gateway.balance;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** The instances of one service: found by name, asked whether they are ready, chosen in turn. */
class Fleet {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    private final String service;
    private final Addresses addresses;
    private final Readiness readiness;
    private final CircuitBreakerConfig whenToPause;
    private final AtomicInteger turn = new AtomicInteger();
    private final Sinks.Empty<Void> found = Sinks.empty();
    private volatile List<Instance> instances = List.of();

    Fleet(String service, Addresses addresses, Readiness readiness, CircuitBreakerConfig whenToPause) {
        this.service = service;
        this.addresses = addresses;
        this.readiness = readiness;
        this.whenToPause = whenToPause;
    }

    /** Looks after the instances until it is cancelled. */
    Flux<Void> watch(Duration interval) {
        return Flux.interval(Duration.ZERO, interval).onBackpressureDrop().concatMap(tick -> round(), 1);
    }

    /** The next instance that takes requests, one not tried yet if possible; empty when there is none. */
    Mono<Optional<Instance>> next(Set<Instance> tried) {
        return found.asMono().then(Mono.fromSupplier(() -> choose(tried)));
    }

    /** Whether there is an instance that takes requests beside those tried already. */
    boolean hasMoreThan(Set<Instance> tried) {
        return instances.stream().anyMatch(instance -> instance.isUp() && !tried.contains(instance));
    }

    /** How many instances are sent requests. */
    long taking() {
        return instances.stream().filter(instance -> instance.isUp() && !instance.isPaused()).count();
    }

    private Mono<Void> round() {
        return Mono.fromCallable(addresses::current)
                .subscribeOn(Schedulers.boundedElastic())
                .doOnNext(this::take)
                .thenMany(Flux.defer(() -> Flux.fromIterable(instances)).flatMap(readiness::check))
                .onErrorResume(e -> {
                    log.error("The instances of {} could not be looked up; it is tried again", service, e);
                    return Mono.empty();
                })
                .then();
    }

    private void take(Set<URI> current) {
        Map<URI, Instance> known = instances.stream().collect(Collectors.toMap(Instance::uri, Function.identity()));
        instances = current.stream()
                .map(uri -> known.getOrDefault(uri, new Instance(service, uri, whenToPause)))
                .toList();
        found.tryEmitEmpty();
    }

    private Optional<Instance> choose(Set<Instance> tried) {
        return inTurn(instance -> instance.isUp() && !tried.contains(instance))
                .or(() -> inTurn(instance -> instance.isDoubtful() && !tried.contains(instance)))
                .or(() -> inTurn(Instance::isUp));
    }

    private Optional<Instance> inTurn(Predicate<Instance> fit) {
        List<Instance> candidates = instances.stream().filter(fit).toList();
        int first = turn.getAndIncrement();
        return IntStream.range(0, candidates.size())
                .mapToObj(i -> candidates.get(Math.floorMod(first + i, candidates.size())))
                .filter(Instance::admits)
                .findFirst();
    }
}
