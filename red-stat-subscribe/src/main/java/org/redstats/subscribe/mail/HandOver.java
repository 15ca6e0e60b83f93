package org.redstats.subscribe.mail;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import jakarta.mail.MessagingException;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.subscribe.MaskedEmail;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.outbox.Outbox;
import org.redstats.subscribe.outbox.Outcome;
import org.redstats.subscribe.outbox.PendingAlert;
import org.redstats.subscribe.outbox.Recorder;
import org.redstats.subscribe.worker.Pace;
import org.redstats.subscribe.worker.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails over to the mail server, outside any transaction, one after the other over one connection. A mail server
 * that is away costs no alert an attempt.
 */
final class HandOver implements WorkerLoop.Step {

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    private final Outbox outbox;
    private final Recorder recorder;
    private final Mails mails;
    private final SmtpConnection connection;
    private final Pace pace;
    private final MeterRegistry meters;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final int batchSize;
    private final Duration budget;
    private final Duration retryFor;

    HandOver(Outbox outbox, Recorder recorder, Mails mails, SmtpConnection connection, Pace pace, MeterRegistry meters,
            Clock clock, SubscribeProperties.Delivery properties) {
        this.outbox = outbox;
        this.recorder = recorder;
        this.mails = mails;
        this.connection = connection;
        this.pace = pace;
        this.meters = meters;
        this.clock = clock;
        this.batchSize = properties.batchSize();
        this.budget = properties.lease().dividedBy(2); // the other half is for the mail that was begun last
        this.retryFor = properties.retryFor();
    }

    /**
     * Hands over some of what is due.
     *
     * @return whether anything was
     * @throws IllegalStateException when the mail server cannot be reached; everything waits as it is
     */
    @Override
    public boolean work(BooleanSupplier stopping) {
        if (!outbox.hasDueMail()) {
            connection.close();
            return false;
        }
        open();
        var alerts = outbox.claimMails(batchSize);
        var end = System.nanoTime() + budget.toNanos();
        for (var next = 0; next < alerts.size(); next++) {
            if (stopping.getAsBoolean() || System.nanoTime() - end > 0) {
                outbox.release(alerts.subList(next, alerts.size()));
                break;
            }
            pace.giveWay();
            openOrRelease(alerts.subList(next, alerts.size()));
            recorder.record(handOver(alerts.get(next)));
        }
        return !alerts.isEmpty();
    }

    @Override
    public void end() {
        connection.close();
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

    private Outcome handOver(PendingAlert alert) {
        if (!(alert.to() instanceof PendingAlert.Mailbox mailbox)) {
            throw new IllegalStateException("no mail: " + alert.id());
        }
        var started = System.nanoTime();
        try {
            var refusal = connection.send(mails.write(alert, mailbox));
            if (refusal.isPresent()) {
                return refused(alert, mailbox, refusal.get());
            }
        } catch (MessagingException e) {
            return failed(alert, mailbox, "the connection to the mail server broke", "broken", e);
        } catch (RuntimeException e) {
            return failed(alert, mailbox, "the mail could not be written", "unwritten", e);
        }
        count("sent", "none");
        meters.timer("red.mail.handover").record(Duration.ofNanos(System.nanoTime() - started));
        log.debug("Mailed alert {} of {} images to {}", alert.id(), alert.events(), MaskedEmail.of(mailbox.email()));
        return new Outcome.Sent(alert);
    }

    private Outcome refused(PendingAlert alert, PendingAlert.Mailbox mailbox, SmtpAnswer answer) {
        count("failed", "status_" + answer.code() / 100 + "xx");
        var outcome = answer.isForGood() ? new Outcome.Failed(alert, answer.reason(), true)
                : later(alert, answer.reason());
        log.warn("The mail server refused alert {} to {} at attempt {}: {}; {}", alert.id(),
                MaskedEmail.of(mailbox.email()), alert.attempt(), answer.text(), next(outcome));
        return outcome;
    }

    private Outcome failed(PendingAlert alert, PendingAlert.Mailbox mailbox, String reason, String kind, Exception e) {
        count("failed", kind);
        var outcome = later(alert, reason);
        log.warn("Alert {} to {} failed at attempt {}: {}; {}", alert.id(), MaskedEmail.of(mailbox.email()),
                alert.attempt(), reason, next(outcome), e);
        return outcome;
    }

    private Outcome later(PendingAlert alert, String reason) {
        return clock.instant().isAfter(alert.retrySince().plus(retryFor))
                ? new Outcome.Failed(alert, reason, false)
                : new Outcome.Retry(alert, reason, RetryPauses.after(alert.retry(), random));
    }

    private static String next(Outcome outcome) {
        return outcome instanceof Outcome.Retry retry ? "next attempt in " + retry.pause().toSeconds() + " s"
                : "it is not tried again";
    }

    private void count(String outcome, String reason) {
        meters.counter("red.mails", "outcome", outcome, "reason", reason).increment();
    }
}
