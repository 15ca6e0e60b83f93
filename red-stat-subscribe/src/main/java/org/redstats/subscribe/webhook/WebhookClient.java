package org.redstats.subscribe.webhook;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.egress.Egress;
import org.redstats.subscribe.egress.ForbiddenAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Posts to servers that strangers name: only to addresses that were checked, with no redirect, cookie, proxy or unpacking,
 * and with an end to both the time and the answer.
 */
@Component
class WebhookClient implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WebhookClient.class);
    private static final ContentType JSON = ContentType.create("application/json"); // which is UTF-8

    private final SubscribeProperties.Webhook properties;
    private final Clock clock;
    private final CloseableHttpClient http;
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("webhook-deadline").factory());

    WebhookClient(Egress egress, SubscribeProperties properties, Clock clock) {
        this.properties = properties.webhook();
        this.clock = clock;
        deadlines.setRemoveOnCancelPolicy(true);
        var timeout = Timeout.of(this.properties.timeout());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(checked(egress))
                .setMaxConnPerRoute(this.properties.perHost())
                .setMaxConnTotal(this.properties.concurrency())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout).setSocketTimeout(timeout)
                        .setTimeToLive(1, TimeUnit.MINUTES).build()) // then the name is looked up and checked again
                .build();
        this.http = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout).setResponseTimeout(timeout)
                        .setProtocolUpgradeEnabled(false).build())
                .setUserAgent("RED_STATS")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** What it returns is what is connected to: no name is looked up a second time. */
    private static DnsResolver checked(Egress egress) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return egress.resolve(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /** Posts JSON; returns when there is an answer, or none in time. */
    Answer post(URI url, Map<String, String> headers, byte[] body) {
        var request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, JSON));
        // The time-outs of a socket begin anew with every byte; this one does not.
        var deadline = deadlines.schedule(request::cancel, properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            var response = http.executeOpen(null, request, null);
            var status = status(response);
            end(request, response);
            return status;
        } catch (ForbiddenAddress e) {
            return new Answer.None("the host of the webhook has an address that is not public", "forbidden");
        } catch (UnknownHostException e) {
            return new Answer.None("the host of the webhook is not known", "unknown_host");
        } catch (IOException e) {
            return request.isCancelled() || e instanceof InterruptedIOException
                    ? new Answer.None("the webhook did not answer in time", "timeout") : noAnswer(e);
        } finally {
            deadline.cancel(false);
        }
    }

    /** Keeps the connection of a short answer to be used again; that of a long one is cut. */
    private void end(HttpPost request, ClassicHttpResponse response) {
        try (response) {
            var entity = response.getEntity();
            if (entity != null
                    && entity.getContent().readNBytes(properties.maxAnswer() + 1).length > properties.maxAnswer()) {
                request.cancel();
            }
        } catch (IOException e) {
            log.debug("An answer did not end in order; its status is what counts", e);
        }
    }

    private Answer.Status status(HttpResponse response) {
        var header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        return new Answer.Status(response.getCode(), header == null ? null
                : Answer.Status.retryAfter(header.getValue(), clock.instant()));
    }

    private static Answer.None noAnswer(IOException e) {
        return switch (e) {
            case ConnectException refused -> new Answer.None("the webhook refuses connections", "refused");
            case SSLException tls -> new Answer.None("the webhook offers no trustworthy TLS", "tls");
            default -> new Answer.None("the connection to the webhook broke", "broken");
        };
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
