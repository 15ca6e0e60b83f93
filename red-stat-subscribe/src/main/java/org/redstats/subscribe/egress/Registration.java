package org.redstats.subscribe.egress;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Says at once to whoever gives us a URL that we shall not connect to it. A name that is slow to look up, or not known
 * yet, gets the benefit of the doubt: it is checked again at each connection anyway.
 */
@Component
public class Registration implements DisposableBean {

    private static final int LOOKUPS_AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Egress egress;
    // Looking a name up cannot be interrupted.
    private final ThreadPoolExecutor lookups = new ThreadPoolExecutor(0, LOOKUPS_AT_ONCE, 10, TimeUnit.SECONDS,
            new SynchronousQueue<>(), Thread.ofPlatform().daemon().name("lookup-", 0).factory());

    Registration(Egress egress) {
        this.egress = egress;
    }

    /** Whether the host is known to have an address that we never connect to. */
    public boolean isForbidden(String host) {
        try {
            return lookups.submit(look(host)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Callable<Boolean> look(String host) {
        return () -> {
            try {
                egress.resolve(host);
                return false;
            } catch (ForbiddenAddress e) {
                return true;
            } catch (UnknownHostException e) {
                return false;
            }
        };
    }

    @Override
    public void destroy() {
        lookups.shutdownNow();
    }
}
