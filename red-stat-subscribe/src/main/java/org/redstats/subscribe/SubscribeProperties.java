package org.redstats.subscribe;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How subscriptions are kept and told.
 *
 * @param publicBaseUrl where the outside reaches the gateway; the links in mails begin with it
 * @param mailFrom sender of every mail, as {@code Name <address>}
 * @param defaultMinInterval pause between two alerts of a subscription that does not say
 * @param maxMinInterval the longest pause that a subscription may ask for
 * @param pollInterval how often is looked for alerts that are due and for mails to hand over
 * @param maxBodySize the largest JSON body that is read, in bytes
 * @param log of recent events, from which alerts are gathered
 * @param delivery how alerts are handed over
 * @param webhook what holds for webhooks beside that
 * @param confirmation whether mailboxes are asked first
 * @param limits on how many subscriptions are asked for
 */
@Validated
@ConfigurationProperties("red.subscribe")
public record SubscribeProperties(
        @DefaultValue("http://localhost:8080") URI publicBaseUrl,
        @DefaultValue("RED_STATS <alerts@example.org>") @NotBlank String mailFrom,
        @DefaultValue("PT1M") Duration defaultMinInterval,
        @DefaultValue("P7D") Duration maxMinInterval,
        @DefaultValue("200ms") Duration pollInterval,
        @DefaultValue("16384") @Min(1024) int maxBodySize,
        @DefaultValue @Valid Log log,
        @DefaultValue @Valid Delivery delivery,
        @DefaultValue @Valid Webhook webhook,
        @DefaultValue @Valid Confirmation confirmation,
        @DefaultValue @Valid Limits limits) {

    /** @throws IllegalArgumentException when events would be forgotten before the longest interval is over */
    public SubscribeProperties {
        if (maxMinInterval.compareTo(Duration.ofDays(log.days() - 1L)) > 0) {
            throw new IllegalArgumentException(
                    "red.subscribe.log.days must exceed red.subscribe.max-min-interval by a day or more");
        }
        if (defaultMinInterval.isNegative() || defaultMinInterval.compareTo(maxMinInterval) > 0) {
            throw new IllegalArgumentException(
                    "red.subscribe.default-min-interval must lie between PT0S and red.subscribe.max-min-interval");
        }
    }

    /**
     * @param days how long an event is kept after its receipt; a redelivery is recognised for as long
     * @param daysAhead for how many days partitions are made ahead
     * @param upkeepInterval how often partitions are made and dropped
     */
    public record Log(
            @DefaultValue("9") @Min(2) @Max(365) int days,
            @DefaultValue("3") @Min(1) @Max(30) int daysAhead,
            @DefaultValue("1h") Duration upkeepInterval) {}

    /**
     * @param connections how many connections to the mail server are used at once
     * @param batchSize how many alerts one of them takes on at once
     * @param lease how long nobody else touches an alert that one instance has taken on; if that instance dies, it is
     *        handed over again after this time, with the same Message-ID. Must exceed several times the SMTP timeouts
     * @param retryFor how long a mail that the mail server puts off is tried again
     * @param refusalsUntilDisabled after how many refusals for good, with no mail taken in between, an address is
     *        disabled
     * @param perMailboxADay how many alerts a mailbox is sent on a day of UTC, of all its subscriptions; what comes
     *        beyond is gathered into one of the next day. 0 means any number
     * @param perWebhookADay the same for a webhook
     * @param perHostADay the same for all mailboxes of a domain together, and for all webhooks of a host and port
     * @param keptDays how long the record of an alert is kept once it was sent
     */
    public record Delivery(
            @DefaultValue("4") @Min(1) @Max(64) int connections,
            @DefaultValue("200") @Min(1) @Max(1000) int batchSize,
            @DefaultValue("3m") Duration lease,
            @DefaultValue("P1D") Duration retryFor,
            @DefaultValue("3") @Min(1) int refusalsUntilDisabled,
            @DefaultValue("2000") @Min(0) int perMailboxADay,
            @DefaultValue("0") @Min(0) int perWebhookADay,
            @DefaultValue("0") @Min(0) int perHostADay,
            @DefaultValue("30") @Min(1) int keptDays) {}

    /**
     * @param concurrency how many are posted at once by one instance
     * @param perHost how many of these to one host and port
     * @param timeout of one attempt as a whole; several times shorter than the lease
     * @param maxAnswer how much of an answer is read, in bytes
     * @param disableAfter how long a webhook may fail before it is disabled
     * @param secretOverlap how long the old secret signs beside a new one
     * @param allowHttp whether a webhook may do without TLS
     * @param allowedNetworks which addresses may be connected to although they are not public, such as
     *        {@code 10.0.0.0/8}; none by default
     */
    public record Webhook(
            @DefaultValue("64") @Min(1) @Max(1000) int concurrency,
            @DefaultValue("4") @Min(1) int perHost,
            @DefaultValue("15s") Duration timeout,
            @DefaultValue("16384") @Min(0) int maxAnswer,
            @DefaultValue("P5D") Duration disableAfter,
            @DefaultValue("P1D") Duration secretOverlap,
            @DefaultValue("false") boolean allowHttp,
            @DefaultValue List<String> allowedNetworks) {}

    /**
     * @param required whether the owner of a mailbox has to agree before anything but this question is sent there
     * @param validFor how long the link in that mail works; a subscription that nobody confirmed is forgotten then
     */
    public record Confirmation(
            @DefaultValue("true") boolean required,
            @DefaultValue("P1D") Duration validFor) {}

    /**
     * How many subscriptions may be asked for in a period, all at once or spread over it; 0 means any number.
     *
     * @param perClient by one address, as the proxies name it that {@code server.tomcat.remoteip.internal-proxies} trusts
     * @param perTarget for one mailbox, or one host of webhooks
     */
    public record Limits(
            @DefaultValue("60") @Min(0) int perClient,
            @DefaultValue("1m") Duration perClientPeriod,
            @DefaultValue("20") @Min(0) int perTarget,
            @DefaultValue("1h") Duration perTargetPeriod) {}
}
