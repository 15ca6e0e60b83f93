package org.redstats.auth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.testing.TestIssuer;
import org.springframework.http.server.PathContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Whose tokens are believed. */
class SignInTests {

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestIssuer issuer;
    private SignIn signIn;

    @BeforeEach
    void start() {
        issuer = TestIssuer.start();
        signIn = signIn(issuer.uri(), null, TestIssuer.AUDIENCE);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void aTokenOfTheIssuerSaysWhoAsks() {
        var caller = caller(issuer.token("ann", "openid", "profile"));

        assertThat(caller.userId()).isEqualTo("ann");
        assertThat(caller.seesAll()).isFalse();
        assertThat(caller.until()).isAfter(Instant.now());
    }

    @Test
    void theScopeOfAnAdminMayComeAsTextOrAsAList() throws Exception {
        assertThat(caller(issuer.token("root", "openid", "red.admin")).seesAll()).isTrue();
        assertThat(caller(issuer.sign(issuer.claims("root").claim("scp", List.of("red.admin")).build())).seesAll())
                .isTrue();
        assertThat(caller(issuer.token("root", "red.administrator", "xred.admin")).seesAll()).isFalse();
    }

    @Test
    void theKeysMayBeNamedWithoutTheIssuer() {
        signIn = signIn(null, issuer.jwkSetUri());

        assertThat(caller(issuer.token("ann")).userId()).isEqualTo("ann");
        assertThat(status(TestIssuer.sign(issuer.claims("ann").build(), TestIssuer.newKey()))).isEqualTo(401);
    }

    @Test
    void whereNothingIsSetEverythingIsOpen() {
        signIn = signIn(null, null);

        assertThat(signIn.isOn()).isFalse();
        assertThat(signIn.caller(path("/stat"), null)).isEqualTo(Caller.ANYBODY);
    }

    @Test
    void aTokenExpiresAfterTheClockSkew() {
        assertThat(status(expiresIn(SKEW.negated().plusSeconds(20)))).isEqualTo(200);
        assertThat(status(expiresIn(SKEW.negated().minusSeconds(1)))).isEqualTo(401);
        assertThat(refused(expiresIn(SKEW.negated().minusSeconds(1))).getReason()).contains("expired");
    }

    @Test
    void aTokenThatHoldsLaterIsNotBelievedBeforeButForTheClockSkew() {
        assertThat(status(holdsIn(SKEW.minusSeconds(20)))).isEqualTo(200);
        assertThat(status(holdsIn(SKEW.plusSeconds(20)))).isEqualTo(401);
    }

    @Test
    void aTokenForAnotherAudienceIsNotBelieved() {
        assertThat(status(issuer.sign(issuer.claims("ann").audience("shop").build()))).isEqualTo(401);
        assertThat(status(issuer.sign(issuer.claims("ann").audience((String) null).build()))).isEqualTo(401);
        assertThat(status(issuer.sign(issuer.claims("ann").audience(List.of("shop", TestIssuer.AUDIENCE)).build())))
                .isEqualTo(200);
    }

    @Test
    void whereNoAudienceIsSetEveryOneWillDo() {
        signIn = signIn(issuer.uri(), null);

        assertThat(status(issuer.sign(issuer.claims("ann").audience("shop").build()))).isEqualTo(200);
    }

    @Test
    void aTokenOfAnotherIssuerIsNotBelieved() {
        assertThat(status(issuer.sign(issuer.claims("ann").issuer("https://example.org").build()))).isEqualTo(401);
        assertThat(status(issuer.sign(issuer.claims("ann").issuer(issuer.uri() + "/").build()))).isEqualTo(401);
        try (var other = TestIssuer.start()) {
            assertThat(status(other.token("ann"))).isEqualTo(401);
        }
    }

    @Test
    void aForgedTokenIsNotBelieved() throws Exception {
        var claims = issuer.claims("ann").build();
        var known = issuer.key().getKeyID();
        var forger = new RSAKey.Builder(TestIssuer.newKey()).keyID(known).build();

        assertThat(status(TestIssuer.sign(claims, TestIssuer.newKey()))).isEqualTo(401);
        assertThat(status(TestIssuer.sign(claims, forger))).isEqualTo(401);
        var parts = issuer.token("ann").split("\\.", -1);
        var others = issuer.token("bob").split("\\.", -1);
        assertThat(status(parts[0] + "." + others[1] + "." + parts[2])).isEqualTo(401);
    }

    @Test
    void aTokenWithoutASignatureIsNotBelieved() {
        assertThat(status(new PlainJWT(issuer.claims("ann").build()).serialize())).isEqualTo(401);
        var parts = issuer.token("ann").split("\\.", -1);
        assertThat(status(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
    }

    @Test
    void thePublicKeyIsNoSharedSecret() throws Exception {
        var key = issuer.key();
        for (var secret : List.of(key.toRSAPublicKey().getEncoded(), key.toPublicJWK().toJSONString().getBytes(
                java.nio.charset.StandardCharsets.UTF_8))) {
            var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                    issuer.claims("ann").build());
            token.sign(new MACSigner(secret));

            assertThat(status(token.serialize())).isEqualTo(401);
        }
    }

    @Test
    void onlyAccessTokensAreBelieved() throws Exception {
        assertThat(status(ofType("at+jwt"))).isEqualTo(200);
        assertThat(status(ofType("JWT"))).isEqualTo(200);
        assertThat(status(ofType("logout+jwt"))).isEqualTo(401);
    }

    @Test
    void aTokenSaysWhoseItIsAndUntilWhen() {
        assertThat(status(issuer.sign(issuer.claims("ann").subject(null).build()))).isEqualTo(401);
        assertThat(status(issuer.sign(issuer.claims("").build()))).isEqualTo(401);
        assertThat(status(issuer.sign(issuer.claims("ann").expirationTime(null).build()))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a.b.c", "abc", "e30.e30.e30", "eyJhbGciOiJSUzI1NiJ9.e30.AA",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.", "eyJhbGciOiJSUzI1NiJ9..", "\u00e9.\u00e9.\u00e9"})
    void whatIsNoTokenIsNotBelieved(String text) {
        assertThat(status(text)).isEqualTo(401);
    }

    @Test
    void aRefusalChallengesAndRepeatsNothingOfTheToken() {
        var secret = "x".repeat(30);
        var refused = refused(secret + "." + secret + "." + secret);

        assertThat(refused.getHeaders().getFirst("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
        assertThat(refused.toString() + refused.getBody() + refused.getHeaders()).doesNotContain(secret);
        assertThat(catchThrowableOfType(Refused.class, () -> signIn.caller(path("/stat"), null)).getHeaders()
                .getFirst("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesIt() {
        var before = issuer.token("ann");
        assertThat(status(before)).isEqualTo(200);

        issuer.rotate();

        assertThat(status(issuer.token("ann"))).isEqualTo(200);
        assertThat(status(before)).isEqualTo(401);
    }

    @Test
    void inventedKeysDoNotMakeUsANuisanceToTheIssuer() {
        assertThat(status(issuer.token("ann"))).isEqualTo(200);
        var claims = issuer.claims("ann").build();
        var forger = TestIssuer.newKey();

        IntStream.range(0, 50).forEach(i -> assertThat(
                status(TestIssuer.sign(claims, new RSAKey.Builder(forger).keyID("invented-" + i).build())))
                .isEqualTo(401));

        assertThat(issuer.fetches()).isLessThan(10);
    }

    @Test
    void whileTheIssuerIsAwayNobodyCanSayAndThenItGoesOn() {
        issuer.setAway(true);
        for (var i = 0; i < 5; i++) {
            var refused = refused(issuer.token("ann"));
            assertThat(refused.getStatusCode().value()).isEqualTo(503);
            assertThat(refused.getHeaders().getFirst("Retry-After")).isNotNull();
        }
        assertThat(catchThrowableOfType(Refused.class, () -> signIn.caller(path("/stat"), null)).getStatusCode()
                .value()).isEqualTo(401);

        issuer.setAway(false);

        await().atMost(PATIENCE).until(() -> status(issuer.token("ann")) == 200);
    }

    @Test
    void keysThatAreKnownOutliveAnOutage() {
        assertThat(status(issuer.token("ann"))).isEqualTo(200);

        issuer.setAway(true);

        assertThat(status(issuer.token("ann"))).isEqualTo(200);
        assertThat(status(TestIssuer.sign(issuer.claims("ann").build(), TestIssuer.newKey()))).isEqualTo(503);
        assertThat(status(issuer.token("bob"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/v3/api-docs", "/openapi/red", "/ws/asyncapi.json",
            "/sub/7/confirm", "/sub/7/unsubscribe"})
    void someThingsNeedNoTokenAndShowNothing(String open) {
        assertThat(signIn.caller(path(open), null)).isEqualTo(Caller.STRANGER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/stat", "/stat/events", "/sub", "/sub/7", "/sub/7/confirm/x", "/sub/7/deliveries",
            "/ws", "/ws/events", "/red", "/error", "/stat/actuator/health", "/whatever"})
    void everythingElseDoes(String closed) {
        var refused = catchThrowableOfType(Refused.class, () -> signIn.caller(path(closed), null));

        assertThat(refused.getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void theTokenOfASubscriptionIsForTheServiceToKnow() {
        assertThat(signIn.caller(path("/sub/7"), "opaque")).isEqualTo(Caller.STRANGER);
        assertThat(signIn.caller(path("/sub/7/deliveries"), "opaque")).isEqualTo(Caller.STRANGER);
        assertThat(signIn.caller(path("/sub/7"), issuer.token("ann")).userId()).isEqualTo("ann");
        assertThat(catchThrowableOfType(Refused.class, () -> signIn.caller(path("/sub"), "opaque"))).isNotNull();
        assertThat(catchThrowableOfType(Refused.class, () -> signIn.caller(path("/sub/7"), "a.b.c"))).isNotNull();
    }

    @Test
    void aTokenComesInAHeaderOrAsASubprotocol() {
        assertThat(Bearer.of("Bearer abc")).isEqualTo("abc");
        assertThat(Bearer.of("bearer  abc ")).isEqualTo("abc");
        assertThat(Bearer.of("Basic abc")).isNull();
        assertThat(Bearer.of("Bearer ")).isNull();
        assertThat(Bearer.of(null)).isNull();
        assertThat(Bearer.of(null, List.of("red.alerts, bearer.a.b.c"))).isEqualTo("a.b.c");
        assertThat(Bearer.of(null, List.of("red.alerts", "bearer.a.b.c"))).isEqualTo("a.b.c");
        assertThat(Bearer.of("Bearer abc", List.of("bearer.a.b.c"))).isEqualTo("abc");
        assertThat(Bearer.of(null, List.of("red.alerts"))).isNull();
    }

    private Caller caller(String token) {
        return signIn.caller(path("/stat"), token);
    }

    private int status(String token) {
        try {
            caller(token);
            return 200;
        } catch (Refused e) {
            return e.getStatusCode().value();
        }
    }

    private Refused refused(String token) {
        return catchThrowableOfType(Refused.class, () -> caller(token));
    }

    private String expiresIn(Duration time) {
        return issuer.sign(issuer.claims("ann").expirationTime(Date.from(Instant.now().plus(time))).build());
    }

    private String holdsIn(Duration time) {
        return issuer.sign(issuer.claims("ann").notBeforeTime(Date.from(Instant.now().plus(time))).build());
    }

    private String ofType(String type) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).type(new JOSEObjectType(type))
                .keyID(issuer.key().getKeyID()).build();
        JWTClaimsSet claims = issuer.claims("ann").build();
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(issuer.key()));
        return token.serialize();
    }

    private static PathContainer path(String path) {
        return PathContainer.parsePath(path);
    }

    private static SignIn signIn(@Nullable String issuer, @Nullable String keys, String... audience) {
        return new SignIn(new AuthProperties(issuer == null ? null : URI.create(issuer),
                keys == null ? null : URI.create(keys), List.of(audience), SKEW));
    }
}
