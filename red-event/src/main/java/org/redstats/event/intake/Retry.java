package org.redstats.event.intake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Repeats a step with growing pauses until it succeeds or the service stops. The listener holds its batch meanwhile:
 * handing it back would count as a failed delivery, of which a quorum queue allows a message only so many.
 */
public final class Retry implements ApplicationListener<ContextClosedEvent> {

    private static final Logger log = LoggerFactory.getLogger(Retry.class);

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Duration firstPause;
    private final Duration longestPause;

    public Retry(Duration firstPause, Duration longestPause) {
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /**
     * @param what is being done, for the log
     * @throws DataIntegrityViolationException as the step does: trying again cannot help
     * @throws IllegalStateException when the service stops before the step succeeded
     */
    public void untilDone(String what, Runnable step) {
        var pauses = new ExponentialBackOff(firstPause.toMillis(), 2);
        pauses.setMaxInterval(longestPause.toMillis());
        var pause = pauses.start();
        while (true) {
            try {
                step.run();
                return;
            } catch (DataIntegrityViolationException e) {
                throw e;
            } catch (RuntimeException e) {
                var millis = pause.nextBackOff();
                log.warn("Failed at {}; nothing is acknowledged, next try in {} ms", what, millis, e);
                await(millis, what, e);
            }
        }
    }

    private void await(long millis, String what, RuntimeException cause) {
        try {
            if (!stopping.await(millis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("Stopping before " + what + " was done; the queue keeps it", cause);
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        stopping.countDown();
    }
}
