package org.redstats.subscribe.mail;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import jakarta.mail.MessagingException;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.subscribe.MaskedEmail;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.worker.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands alerts over to the mail server, outside any transaction, one after the other over one connection, and records each
 * before the next: so a crash repeats at most the mail that was under way, with the same Message-ID. A mail server that is
 * away costs no alert an attempt.
 */
final class HandOver implements WorkerLoop.Step {

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    private final Outbox outbox;
    private final AlertMails mails;
    private final SmtpConnection connection;
    private final MeterRegistry meters;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final int batchSize;
    private final Duration budget;

    HandOver(Outbox outbox, AlertMails mails, SmtpConnection connection, MeterRegistry meters,
            SubscribeProperties.Delivery properties) {
        this.outbox = outbox;
        this.mails = mails;
        this.connection = connection;
        this.meters = meters;
        this.batchSize = properties.batchSize();
        this.budget = properties.lease().dividedBy(2); // the other half is for the mail that was begun last
    }

    /**
     * Hands over some of what is due.
     *
     * @return whether anything was
     * @throws IllegalStateException when the mail server cannot be reached; everything waits as it is
     */
    @Override
    public boolean work(BooleanSupplier stopping) {
        if (!outbox.hasDue()) {
            connection.close();
            return false;
        }
        open();
        var alerts = outbox.claim(batchSize);
        var end = System.nanoTime() + budget.toNanos();
        for (var next = 0; next < alerts.size(); next++) {
            if (stopping.getAsBoolean() || System.nanoTime() - end > 0) {
                outbox.release(alerts.subList(next, alerts.size()));
                break;
            }
            openOrRelease(alerts.subList(next, alerts.size()));
            handOver(alerts.get(next));
        }
        return !alerts.isEmpty();
    }

    private void openOrRelease(List<PendingAlert> rest) {
        try {
            open();
        } catch (IllegalStateException e) {
            outbox.release(rest);
            throw e;
        }
    }

    private void open() {
        try {
            connection.open();
        } catch (MessagingException e) {
            throw new IllegalStateException("The mail server cannot be reached", e);
        }
    }

    private void handOver(PendingAlert alert) {
        var started = System.nanoTime();
        try {
            connection.send(mails.write(alert));
        } catch (MessagingException e) {
            SmtpAnswer.of(e).ifPresentOrElse(answer -> refused(alert, answer),
                    () -> failed(alert, "the connection to the mail server broke", e));
            return;
        } catch (RuntimeException e) {
            failed(alert, "the mail could not be written", e);
            return;
        }
        outbox.sent(alert);
        count("sent");
        meters.timer("red.mail.handover").record(Duration.ofNanos(System.nanoTime() - started));
        log.debug("Mailed alert {} of {} images to {}", alert.id(), alert.events(), MaskedEmail.of(alert.email()));
    }

    private void refused(PendingAlert alert, SmtpAnswer answer) {
        var pause = retryLater(alert, answer.reason());
        log.warn("The mail server refused alert {} to {} at attempt {}: {}; next attempt in {} s", alert.id(),
                MaskedEmail.of(alert.email()), alert.attempt(), answer.text(), pause.toSeconds());
    }

    private void failed(PendingAlert alert, String reason, Exception e) {
        var pause = retryLater(alert, reason);
        log.warn("Alert {} to {} failed at attempt {}: {}; next attempt in {} s", alert.id(),
                MaskedEmail.of(alert.email()), alert.attempt(), reason, pause.toSeconds(), e);
    }

    private Duration retryLater(PendingAlert alert, String reason) {
        count("failed");
        var pause = RetryPauses.after(alert.attempt(), random);
        outbox.failed(alert, reason, pause);
        return pause;
    }

    private void count(String outcome) {
        meters.counter("red.mails", "outcome", outcome).increment();
    }
}
