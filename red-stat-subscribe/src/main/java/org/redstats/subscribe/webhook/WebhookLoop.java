package org.redstats.subscribe.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.outbox.Outbox;
import org.redstats.subscribe.outbox.Outcome;
import org.redstats.subscribe.outbox.PendingAlert;
import org.redstats.subscribe.outbox.Recorder;
import org.redstats.subscribe.worker.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Hands webhooks to threads that post them, never more to one host than it may have at once: a host that is slow or dead
 * holds only its own few.
 */
@Configuration(proxyBeanMethods = false)
class WebhookLoop {

    @Bean
    WorkerLoop postingLoop(Outbox outbox, Posting posting, Recorder recorder, SubscribeProperties properties) {
        return WorkerLoop.of("post webhooks", properties.pollInterval(),
                new Dispatch(outbox, posting, recorder, properties.webhook(), properties.pollInterval()));
    }

    private static final class Dispatch implements WorkerLoop.Step {

        private static final Logger log = LoggerFactory.getLogger(Dispatch.class);

        private final Outbox outbox;
        private final Posting posting;
        private final Recorder recorder;
        private final SubscribeProperties.Webhook properties;
        private final Duration pause;
        private final Semaphore free;
        private final Semaphore ended = new Semaphore(0);
        private final Map<String, Integer> underWay = new ConcurrentHashMap<>();
        private final ExecutorService threads;

        Dispatch(Outbox outbox, Posting posting, Recorder recorder, SubscribeProperties.Webhook properties,
                Duration pause) {
            this.outbox = outbox;
            this.posting = posting;
            this.recorder = recorder;
            this.properties = properties;
            this.pause = pause;
            this.free = new Semaphore(properties.concurrency());
            var pool = new ThreadPoolExecutor(properties.concurrency(), properties.concurrency(), 10, TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("webhook-", 0).factory());
            pool.allowCoreThreadTimeOut(true);
            this.threads = pool;
        }

        @Override
        public boolean work(BooleanSupplier stopping) {
            ended.drainPermits();
            var slots = free.availablePermits();
            var alerts = slots == 0 ? List.<PendingAlert>of()
                    : outbox.claimWebhooks(slots, properties.perHost(), Map.copyOf(underWay));
            alerts.forEach(this::begin);
            return !alerts.isEmpty() || awaitOne();
        }

        /** What is due may only wait for its host's turn. */
        private boolean awaitOne() {
            try {
                return !underWay.isEmpty() && ended.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private void begin(PendingAlert alert) {
            if (!(alert.to() instanceof PendingAlert.Webhook webhook)) {
                throw new IllegalStateException("no webhook: " + alert.id());
            }
            free.acquireUninterruptibly();
            underWay.merge(webhook.host(), 1, Integer::sum);
            threads.execute(() -> {
                try {
                    recorder.record(posting.post(alert, webhook));
                } catch (RuntimeException e) {
                    log.error("Alert {} to the webhook at {} failed for a reason that nobody foresaw", alert.id(),
                            webhook, e);
                    recorder.record(new Outcome.Retry(alert, "the alert could not be posted", Duration.ofHours(1)));
                } finally {
                    underWay.computeIfPresent(webhook.host(), (host, n) -> n == 1 ? null : n - 1);
                    free.release();
                    ended.release();
                }
            });
        }

        /** Waits for what is under way, which has a time-out of its own. */
        @Override
        public void end() {
            try {
                free.acquire(properties.concurrency());
                free.release(properties.concurrency());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
