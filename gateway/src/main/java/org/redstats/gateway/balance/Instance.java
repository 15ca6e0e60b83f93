package org.redstats.gateway.balance;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process that answers for a service, and what was last seen of it. */
public final class Instance {

    private enum Health {
        UNKNOWN, UP, LATE, DOWN
    }

    private static final int LATE_ANSWERS = 3;
    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    private final String service;
    private final URI uri;
    private final String base;
    private final AtomicInteger lateAnswers = new AtomicInteger();
    private final AtomicReference<Health> health = new AtomicReference<>(Health.UNKNOWN);

    private final CircuitBreaker breaker;

    Instance(String service, URI uri, CircuitBreakerConfig whenToPause) {
        this.service = service;
        this.uri = uri;
        this.base = uri.getScheme() + "://" + uri.getAuthority();
        this.breaker = CircuitBreaker.of(uri.getAuthority(), whenToPause);
        breaker.getEventPublisher().onStateTransition(this::log);
    }

    boolean isUp() {
        return health.get() == Health.UP;
    }

    /** True where nothing is known against the instance but that it has not said it is ready. */
    boolean isDoubtful() {
        return health.get() == Health.UNKNOWN || health.get() == Health.LATE;
    }

    /** Whether it gets no requests for a while, because too many have failed. */
    boolean isPaused() {
        return breaker.getState() == CircuitBreaker.State.OPEN;
    }

    /**
     * Whether a request may go there now as far as the ones before it tell. True is a permission, whose outcome has to
     * be told: {@link #answered}, {@link #failed} or {@link #leftOpen}.
     */
    boolean admits() {
        return breaker.tryAcquirePermission();
    }

    public void answered() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    public void failed(Throwable error) {
        breaker.onError(0, TimeUnit.NANOSECONDS, error);
    }

    /** The request ended in a way that says nothing of the instance. */
    public void leftOpen() {
        breaker.releasePermission();
    }

    private void log(CircuitBreakerOnStateTransitionEvent event) {
        switch (event.getStateTransition().getToState()) {
            case OPEN -> log.warn("{} at {} fails too many requests and gets none for a while", service,
                    uri.getAuthority());
            case HALF_OPEN -> log.info("{} at {} gets a few requests, to see whether it answers again", service,
                    uri.getAuthority());
            case CLOSED -> log.info("{} at {} gets all its requests again", service, uri.getAuthority());
            default -> log.debug("{}", event);
        }
    }

    void up() {
        lateAnswers.set(0);
        Health before = health.getAndSet(Health.UP);
        if (before == Health.DOWN) {
            breaker.reset(); // another process, or at least in another state
        }
        if (before != Health.UP) {
            log.info("{} at {} takes requests", service, uri.getAuthority());
        }
    }

    /** One late answer may be a busy machine, which is no better for having fewer instances; several are avoided. */
    void late(String reason) {
        if (lateAnswers.incrementAndGet() >= LATE_ANSWERS && health.compareAndSet(Health.UP, Health.LATE)) {
            log.warn("{} at {} gets requests only if there is no other: {}", service, uri.getAuthority(), reason);
        }
    }

    /** Takes the instance out until it is heard of again. */
    public void down(String reason) {
        if (health.getAndSet(Health.DOWN) != Health.DOWN) {
            log.warn("{} at {} gets no requests until it is ready again: {}", service, uri.getAuthority(), reason);
        }
    }

    /** Host and port. */
    public String authority() {
        return uri.getAuthority();
    }

    URI uri() {
        return uri;
    }

    /** The same path and query there. */
    URI at(URI url) {
        String query = url.getRawQuery();
        return URI.create(base + url.getRawPath() + (query == null ? "" : "?" + query));
    }
}
