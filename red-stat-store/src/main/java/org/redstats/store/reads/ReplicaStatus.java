package org.redstats.store.reads;

import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether reads go to the replica; each change is told to the operator. */
final class ReplicaStatus {

    private static final Logger log = LoggerFactory.getLogger(ReplicaStatus.class);

    private enum Status {
        NOT_CHECKED_YET, USED, LEFT
    }

    private final AtomicReference<Status> status = new AtomicReference<>(Status.NOT_CHECKED_YET);

    ReplicaStatus(MeterRegistry meters) {
        Gauge.builder("red.store.replica.used", () -> isUsed() ? 1 : 0)
                .description("1 while reads go to the replica, 0 while all go to the primary").register(meters);
    }

    boolean isUsed() {
        return status.get() == Status.USED;
    }

    void use() {
        if (status.getAndSet(Status.USED) != Status.USED) {
            log.info("Reads go to the replica: it is well and has everything the primary has");
        }
    }

    void leave(String because, @Nullable Exception e) {
        if (status.getAndSet(Status.LEFT) != Status.LEFT) {
            log.warn("Reads go to the primary until the replica is well again: {}", because, e);
        }
    }
}
