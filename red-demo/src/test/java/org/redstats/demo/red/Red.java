package org.redstats.demo.red;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** RED as its clients see it. */
public final class Red {

    private static final String BOUNDARY = "-----------------------------red";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    public Red(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    public HttpResponse<String> get(String path) {
        return exchange(HttpRequest.newBuilder(base.resolve(path)).build());
    }

    public HttpResponse<String> send(byte[] image, String path, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).POST(BodyPublishers.ofByteArray(image));
        return exchange((headers.length == 0 ? request : request.headers(headers)).build());
    }

    public HttpResponse<String> sendForm(String path, byte[]... images) {
        var body = new ByteArrayOutputStream();
        for (var image : images) {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n"
                    + "Content-Type: text/plain\r\n\r\n").getBytes(UTF_8));
            body.writeBytes(image);
            body.writeBytes("\r\n".getBytes(UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return send(body.toByteArray(), path, "Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
