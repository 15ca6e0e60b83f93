package org.redstats.gateway.balance;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Asks an instance whether it takes requests. */
class Readiness {

    private final HttpClient client;
    private final String path;
    private final Duration timeout;

    Readiness(HttpClient client, String path, Duration timeout) {
        this.client = client;
        this.path = path;
        this.timeout = timeout;
    }

    Mono<Void> check(Instance instance) {
        return client.get()
                .uri(instance.uri().resolve(path))
                .response()
                .map(response -> response.status().code())
                .timeout(timeout)
                .doOnNext(status -> note(instance, status))
                .doOnError(error -> note(instance, error))
                .onErrorComplete()
                .then();
    }

    private void note(Instance instance, int status) {
        if (status < 500) {
            instance.up();
        } else {
            instance.down("it answers " + status + " to " + path);
        }
    }

    private void note(Instance instance, Throwable error) {
        if (error instanceof TimeoutException) {
            instance.late("no answer within " + timeout + ", several times");
        } else {
            instance.down(String.valueOf(error));
        }
    }
}
