package org.redstats.notify;

import java.time.Duration;
import java.util.List;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What an operator may turn about live alerts.
 *
 * @param allowedOrigins whose pages may connect from a browser, as patterns such as {@code https://*.example.org};
 *        {@code *} is everybody
 * @param trustedProxies addresses or networks (10.0.0.0/8) of gateways, whose {@code X-Forwarded-For} says who connects;
 *        the default is every private network. From everybody else the header is not read
 * @param rememberedEvents how many of the latest events are remembered, so that a redelivered one is not pushed again
 */
@Validated
@ConfigurationProperties("red.notify")
public record NotifyProperties(
        @DefaultValue("*") @NotEmpty List<String> allowedOrigins,
        @DefaultValue({
                "127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                "fc00::/7"}) List<String> trustedProxies,
        @DefaultValue("100000") @Min(1) int rememberedEvents,
        @DefaultValue @Valid Limits limits,
        @DefaultValue @Valid Replay replay,
        @DefaultValue @Valid Queue queue,
        @DefaultValue @Valid Outbox outbox,
        @DefaultValue @Valid Connection connection) {

    /**
     * How many may be connected, by WebSocket and server-sent events together.
     *
     * @param connections to this instance; one more is answered 503
     * @param connectionsPerAddress from one IPv4 address or one /64 of IPv6; one more is answered 429
     */
    public record Limits(
            @DefaultValue("50000") @Min(1) int connections,
            @DefaultValue("1000") @Min(1) int connectionsPerAddress) {}

    /**
     * What is kept for clients that return and say what they saw last.
     *
     * @param maxEvents most of the latest events
     * @param maxSize most bytes of them
     */
    public record Replay(
            @DefaultValue("10000") @Min(0) int maxEvents,
            @DefaultValue("8MB") DataSize maxSize) {}

    /**
     * The instance's own queue on the broker.
     *
     * @param maxLength most waiting messages; the oldest are dropped first
     * @param maxSize most bytes of waiting messages; the oldest are dropped first
     */
    public record Queue(
            @DefaultValue("100000") @Min(1) int maxLength,
            @DefaultValue("64MB") DataSize maxSize) {}

    /**
     * What one connection may have waiting; beyond it the oldest alerts are dropped and the client is told.
     *
     * @param maxAlerts most waiting alerts
     * @param maxSize most bytes of waiting alerts
     * @param frameSize an alert frame is closed before it grows over this; well under the 64 KiB that many proxies take
     */
    public record Outbox(
            @DefaultValue("1000") @Min(1) int maxAlerts,
            @DefaultValue("256KB") DataSize maxSize,
            @DefaultValue("32KB") DataSize frameSize) {}

    /**
     * The life of one connection.
     *
     * @param pingInterval how often the server pings
     * @param silence a peer from which nothing came for so long, not even a pong, is closed
     * @param sendTimeout a peer that does not take one frame in so long is cut off
     * @param sendBuffer the kernel's send buffer of a connection; what is in there can no longer be dropped as old
     * @param framesPerSecond how many frames a client may send in the long run
     * @param framesBurst how many it may send at once
     * @param drain over how long a stopping instance spreads the closing of its connections
     * @param closeWait how long it then waits for them to take what is left and close
     */
    public record Connection(
            @DefaultValue("25s") @DurationMin(millis = 1) Duration pingInterval,
            @DefaultValue("60s") @DurationMin(millis = 1) Duration silence,
            @DefaultValue("30s") @DurationMin(millis = 1) Duration sendTimeout,
            @DefaultValue("64KB") DataSize sendBuffer,
            @DefaultValue("10") @Min(1) int framesPerSecond,
            @DefaultValue("50") @Min(1) int framesBurst,
            @DefaultValue("4s") Duration drain,
            @DefaultValue("3s") Duration closeWait) {}
}
