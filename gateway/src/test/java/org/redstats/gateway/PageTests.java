package org.redstats.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PageTests {

    private static final Pattern FILE = Pattern.compile("(?:href|src)=\"(v/[^\"]+)\"");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void namesEveryFileWithTheVersionAndHasIt() {
        var page = gateway.get("/");

        assertThat(page.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(page.body()).doesNotContain("{version}");
        assertThat(FILE.matcher(page.body()).results().map(file -> file.group(1)).distinct()).hasSizeGreaterThan(10)
                .allSatisfy(file -> {
                    var answer = gateway.get("/" + file);
                    assertThat(answer.statusCode()).as(file).isEqualTo(200);
                    assertThat(header(answer, "cache-control")).isEqualTo("max-age=31536000, public, immutable");
                    assertThat(header(answer, "content-security-policy")).startsWith("default-src 'none';");
                });
    }

    @Test
    void isAskedForEachTimeButSentOnlyWhenItIsAnother() {
        var page = gateway.get("/");

        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(gateway.get("/", "If-None-Match", header(page, "etag")).statusCode()).isEqualTo(304);
        assertThat(gateway.get("/", "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/index.html").body()).isEqualTo(page.body());
        assertThat(gateway.send(HttpRequest.newBuilder(gateway.uri("/")).method("HEAD", BodyPublishers.noBody()))
                .statusCode()).isEqualTo(200);
    }

    @Test
    void isCompressedForWhoeverCanReadThat() {
        assertThat(header(gateway.get("/", "Accept-Encoding", "gzip"), "content-encoding")).isEqualTo("gzip");
        assertThat(header(gateway.get("/style.css", "Accept-Encoding", "gzip"), "content-encoding")).isEqualTo("gzip");
    }

    @Test
    void offersItsModulesUnderTheirOwnNamesToo() {
        var module = gateway.get("/live-alerts.js");

        assertThat(module.statusCode()).isEqualTo(200);
        assertThat(header(module, "cache-control")).isEqualTo("no-cache");
    }

    @Test
    void knowsNoOtherVersion() {
        assertThat(gateway.get("/v/000000000000/page.js").statusCode()).isEqualTo(404);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
