package org.redstats.faults.account;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.redstats.faults.scene.Service;
import org.redstats.faults.traffic.Sent;
import org.redstats.testing.ServiceProcess;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /stat} must answer of a run: every instance, in all and of each user, above several thresholds. */
final class Counts {

    private static final List<Double> THRESHOLDS = List.of(0.0, 0.25, 0.5, 0.9, 0.9985);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Service store;
    private final Sent sent;
    private final Findings findings;

    Counts(Service store, Sent sent, Findings findings) {
        this.store = store;
        this.sent = sent;
        this.findings = findings;
    }

    void compare() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            for (var instance : store.instances()) {
                for (var threshold : THRESHOLDS) {
                    compare(http, instance, threshold, null);
                }
                for (var user : sent.users()) {
                    compare(http, instance, THRESHOLDS.getLast(), user);
                }
            }
        }
    }

    private void compare(HttpClient http, ServiceProcess instance, double threshold, @Nullable String user)
            throws IOException, InterruptedException {
        // No other run has events between the first and the last one of this.
        var window = "/stat?from=" + sent.event(0).when() + "&to=" + sent.event(sent.size() - 1).when().plusSeconds(1)
                + "&red_threshold=" + threshold + (user == null ? "" : "&user_id=" + user);
        var answer = http.send(HttpRequest.newBuilder(URI.create(instance.url() + window)).timeout(TIMEOUT).build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            findings.wrong(window + " was answered " + answer.statusCode() + ": " + answer.body());
            return;
        }
        var count = JSON.readTree(answer.body());
        compare(window + " total", count.required("total").asLong(), sent.count(-1, user));
        compare(window + " above", count.required("above").asLong(), sent.count(threshold, user));
    }

    private void compare(String what, long is, long mustBe) {
        if (is < mustBe) {
            findings.lost(what + " is " + is + " instead of " + mustBe);
        } else if (is > mustBe) {
            findings.duplicated(is - mustBe, what + " is " + is + " instead of " + mustBe);
        }
    }
}
