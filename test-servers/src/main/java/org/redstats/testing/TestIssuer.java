package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Issues tokens and publishes its keys, as an OpenID Connect provider does; for tests, which say what it signs. */
public final class TestIssuer implements AutoCloseable {

    /** Whom its tokens are for, unless a test says otherwise. */
    public static final String AUDIENCE = "red-stats";

    private static final int KEY_BITS = 2048;

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RSAKey key = newKey();
    private volatile boolean away;

    private TestIssuer(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback address. */
    public static TestIssuer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var issuer = new TestIssuer(server);
            server.createContext("/.well-known/openid-configuration", exchange -> issuer.answer(exchange, """
                    {"issuer":"%s","jwks_uri":"%s"}""".formatted(issuer.uri(), issuer.jwkSetUri())));
            server.createContext("/keys", exchange -> {
                issuer.fetches.incrementAndGet();
                issuer.answer(exchange, new JWKSet(issuer.key.toPublicJWK()).toString());
            });
            server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its tokens have as {@code iss}. */
    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String jwkSetUri() {
        return uri() + "/keys";
    }

    /** How often its keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** The key that it signs with, private part included. */
    public RSAKey key() {
        return key;
    }

    /** Signs with a new key from here on, and publishes only that. */
    public void rotate() {
        key = newKey();
    }

    /** Answers 503 while it is away. */
    public void setAway(boolean away) {
        this.away = away;
    }

    /** A token that holds for an hour. */
    public String token(String userId, String... scopes) {
        return sign(claims(userId).claim("scope", String.join(" ", scopes)).build());
    }

    /** The claims of a token that holds for an hour. */
    public JWTClaimsSet.Builder claims(String userId) {
        var now = Instant.now();
        return new JWTClaimsSet.Builder().issuer(uri()).audience(AUDIENCE).subject(userId)
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(Duration.ofHours(1))));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, key);
    }

    /** Signs with any key, as a forger would. */
    public static String sign(JWTClaimsSet claims, RSAKey key) {
        try {
            var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(KEY_BITS).keyUse(KeyUse.SIGNATURE).keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        var body = (away ? "{}" : json).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(away ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
