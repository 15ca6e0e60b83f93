package org.redstats.demo.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A token of the {@link TrialIssuer}, asked for as anybody does. */
final class TrialToken {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    private TrialToken() {}

    /** @param scope what it is for beyond the user's own; empty for nothing */
    static String of(HttpClient http, String issuer, String userId, String scope)
            throws IOException, InterruptedException {
        String name = Base64.getEncoder().encodeToString((userId + ":any").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/token")).timeout(PATIENCE)
                .header("Authorization", "Basic " + name)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=client_credentials" + (scope.isEmpty() ? "" : "&scope=" + scope)))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        Matcher token = TOKEN.matcher(answer.body());
        if (!token.find()) {
            throw new IOException("the issuer answered " + answer.statusCode() + " and no token");
        }
        return token.group(1);
    }
}
