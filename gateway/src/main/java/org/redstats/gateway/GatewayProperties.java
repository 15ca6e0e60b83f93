package org.redstats.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the gateway finds the services, and what it lets through.
 *
 * @param backends where the services are
 * @param health how the gateway learns which instances take requests
 * @param breaker when an instance whose requests fail is left alone for a while
 * @param limits how large a request may be, and how many there may be
 * @param cors which pages of other origins may ask
 * @param answerTimeout how long a service may neither read nor answer before the client gets 503, and how long a client
 *     may keep the rest of its request to itself before it gets 408
 * @param trustedProxies addresses or networks (10.0.0.0/8) of proxies in front of the gateway, whose X-Forwarded-*
 *     headers are believed; from everybody else they are replaced
 * @param accessLog whether each request gets a line in the log
 */
@Validated
@ConfigurationProperties("red.gateway")
public record GatewayProperties(
        @DefaultValue Backends backends,
        @DefaultValue Health health,
        @DefaultValue @Valid Breaker breaker,
        @DefaultValue @Valid Limits limits,
        @DefaultValue Cors cors,
        @DefaultValue("10s") Duration answerTimeout,
        @DefaultValue({
        }) List<String> trustedProxies,
        @DefaultValue("false") boolean accessLog) {

    public static final String STORE = "red-stat-store";
    public static final String SUBSCRIBE = "red-stat-subscribe";
    public static final String NOTIFY = "red-stat-notify";
    public static final String RED = "red";

    /**
     * Base addresses of each service; every address that a host name resolves to is one instance.
     *
     * @param store red-stat-store, which answers /stat
     * @param subscribe red-stat-subscribe, which answers /sub
     * @param live red-stat-notify, which answers /ws
     * @param red RED itself, where it may be reached at /red; none by default
     */
    public record Backends(
            @DefaultValue("http://localhost:8081") List<URI> store,
            @DefaultValue("http://localhost:8082") List<URI> subscribe,
            @Name("notify") @DefaultValue("http://localhost:8083") List<URI> live,
            @DefaultValue({
            }) List<URI> red) {

        /** The addresses by name of the service. */
        public Map<String, List<URI>> byService() {
            var byService = new LinkedHashMap<String, List<URI>>();
            byService.put(STORE, store);
            byService.put(SUBSCRIBE, subscribe);
            byService.put(NOTIFY, live);
            byService.put(RED, red);
            return byService;
        }
    }

    /**
     * @param path asked of each instance; an answer below 500 means that it takes requests
     * @param interval how often names are resolved and instances asked
     * @param timeout how long an instance may take to answer
     */
    public record Health(
            @DefaultValue("/actuator/health/readiness") String path,
            @DefaultValue("2s") Duration interval,
            @DefaultValue("2s") Duration timeout) {}

    /**
     * @param calls how many of an instance's latest requests are looked at; fewer say nothing
     * @param failures how many percent of them must have failed, by a cut connection or by silence
     * @param pause how long the instance is left alone then, before a few requests try it again
     */
    public record Breaker(
            @DefaultValue("20") @Positive int calls,
            @DefaultValue("50") @Range(min = 1, max = 100) int failures,
            @DefaultValue("10s") Duration pause) {}

    /**
     * @param image most bytes of a request to RED
     * @param body most bytes of a request to any other service
     * @param requestsPerMinute most requests of one client, by its IPv4 address or the /64 network of its IPv6 address;
     *     0 for any number
     * @param headTimeout how long the head of a request may take to arrive
     * @param bodyRate least bytes a second of a body, on the whole; one that comes more slowly, by as much as the
     *     answer-timeout, is given up
     */
    public record Limits(
            @DefaultValue("20MB") DataSize image,
            @DefaultValue("64KB") DataSize body,
            @DefaultValue("6000") @PositiveOrZero long requestsPerMinute,
            @DefaultValue("15s") @DurationMin(millis = 1) Duration headTimeout,
            @DefaultValue("1KB") DataSize bodyRate) {}

    /**
     * @param allowedOrigins such as https://app.example.org, or * for all; none by default
     */
    public record Cors(@DefaultValue({
    }) List<String> allowedOrigins) {}
}
