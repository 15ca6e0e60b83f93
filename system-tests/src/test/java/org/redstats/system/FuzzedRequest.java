package org.redstats.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A request that was made by chance. */
final class FuzzedRequest {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] body;

    FuzzedRequest(String method, String target, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    boolean accepts(String type) {
        return type.equals(headers.get("Accept"));
    }

    /** The answer; of a stream that does not end, its beginning alone. */
    HostileAnswer sentTo(RedStats redStats) {
        var request = redStats.request(target).method(method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofInputStream());
            try (var content = answer.body()) {
                var type = answer.headers().firstValue("Content-Type").orElse("");
                var isEndless = type.startsWith("text/event-stream");
                return new HostileAnswer(answer.statusCode(), type, answer.headers().map().toString(),
                        isEndless ? "" : new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError("no answer to " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + " " + new String(body, StandardCharsets.ISO_8859_1);
    }
}
