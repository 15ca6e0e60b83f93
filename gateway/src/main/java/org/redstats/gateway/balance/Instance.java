package org.redstats.gateway.balance;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;

/** One process that answers for a service, and what was last seen of it. */
public final class Instance implements ServiceInstance {

    private enum Health {
        UNKNOWN, UP, LATE, DOWN
    }

    private static final int LATE_ANSWERS = 3;
    private static final Logger log = LoggerFactory.getLogger(Instance.class);

    private final String service;
    private final URI uri;
    private final AtomicInteger lateAnswers = new AtomicInteger();
    private final AtomicReference<Health> health = new AtomicReference<>(Health.UNKNOWN);

    Instance(String service, URI uri) {
        this.service = service;
        this.uri = uri;
    }

    boolean isUp() {
        return health.get() == Health.UP;
    }

    /** True where nothing is known against the instance but that it has not said it is ready. */
    boolean isDoubtful() {
        return health.get() == Health.UNKNOWN || health.get() == Health.LATE;
    }

    void up() {
        lateAnswers.set(0);
        if (health.getAndSet(Health.UP) != Health.UP) {
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

    @Override
    public String getServiceId() {
        return service;
    }

    @Override
    public String getHost() {
        return uri.getHost();
    }

    @Override
    public int getPort() {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    @Override
    public boolean isSecure() {
        return "https".equals(uri.getScheme());
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public Map<String, String> getMetadata() {
        return Map.of();
    }
}
