package org.redstats.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
 * @param limits how large a request may be
 * @param answerTimeout how long a service may neither read nor answer before the client gets 503
 * @param trustedProxies addresses or networks (10.0.0.0/8) of proxies in front of the gateway, whose X-Forwarded-*
 *     headers are believed; from everybody else they are replaced
 */
@Validated
@ConfigurationProperties("red.gateway")
public record GatewayProperties(
        @DefaultValue Backends backends,
        @DefaultValue Health health,
        @DefaultValue Limits limits,
        @DefaultValue("10s") Duration answerTimeout,
        @DefaultValue({
        }) List<String> trustedProxies) {

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
     * @param image most bytes of a request to RED
     * @param body most bytes of a request to any other service
     */
    public record Limits(@DefaultValue("20MB") DataSize image, @DefaultValue("64KB") DataSize body) {}
}
