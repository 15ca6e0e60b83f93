package org.redstats.bench.count;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.redstats.bench.count.Question.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The store, asked as any client asks it, over one connection that is kept. */
final class StoreByHttp implements Contestant {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final JsonMapper json = new JsonMapper();
    private final String url;

    /** @param url without a path */
    StoreByHttp(String url) {
        this.url = url;
    }

    @Override
    public Answer answer(Question question) throws IOException, InterruptedException {
        String user = question.user() == null ? "" : "&user_id=" + question.user();
        URI uri = URI.create("%s/stat?from=%s&to=%s&red_threshold=%s%s".formatted(url, question.from(), question.to(),
                question.threshold(), user));
        HttpResponse<byte[]> response = http.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
                BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(uri + " answers " + response.statusCode());
        }
        JsonNode body = json.readTree(response.body());
        return new Answer(body.required("total").asLong(), body.required("above").asLong());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
