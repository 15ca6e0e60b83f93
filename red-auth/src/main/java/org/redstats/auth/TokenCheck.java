package org.redstats.auth;

import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a token is to be believed. Safe for concurrent use; may wait for the issuer. */
final class TokenCheck {

    private static final Logger log = LoggerFactory.getLogger(TokenCheck.class);

    /** None of them can be forged by one who knows only public keys: not "none", and no shared secrets. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384,
            JWSAlgorithm.RS512, JWSAlgorithm.PS256, JWSAlgorithm.PS384, JWSAlgorithm.PS512, JWSAlgorithm.ES256,
            JWSAlgorithm.ES384, JWSAlgorithm.ES512);
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");
    private static final Set<String> REQUIRED = Set.of("sub", "exp");
    private static final List<String> SCOPES = List.of("scope", "scp");

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Duration clockSkew;

    TokenCheck(AuthProperties properties) {
        var issuer = properties.issuerUri();
        clockSkew = properties.clockSkew();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, new IssuerKeys(issuer, properties.jwkSetUri())));
        var claims = new DefaultJWTClaimsVerifier<SecurityContext>(audience(properties), exactly(issuer), REQUIRED,
                Set.of());
        claims.setMaxClockSkew(Math.toIntExact(clockSkew.toSeconds()));
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static @Nullable Set<String> audience(AuthProperties properties) {
        return properties.audience().isEmpty() ? null : Set.copyOf(properties.audience());
    }

    private static JWTClaimsSet exactly(java.net.@Nullable URI issuer) {
        return issuer == null ? new JWTClaimsSet.Builder().build()
                : new JWTClaimsSet.Builder().issuer(issuer.toString()).build();
    }

    /** @throws Refused 401 when it is not; 503 when nobody can say */
    Caller check(String token) {
        try {
            return caller(processor.process(token, null));
        } catch (ExpiredJWTException e) {
            throw Refused.badToken("The token has expired");
        } catch (KeySourceException e) {
            throw Refused.unknown(e);
        } catch (BadJOSEException | JOSEException | ParseException | IllegalArgumentException e) {
            // Its kind alone: the words of a parser may quote the token.
            log.debug("A token is not believed: {}", e instanceof BadJOSEException ? e.getMessage() : e.getClass());
            throw Refused.badToken("The token is not valid here");
        }
    }

    private Caller caller(JWTClaimsSet claims) throws ParseException {
        var userId = claims.getSubject();
        if (userId == null || userId.isEmpty()) {
            throw new ParseException("sub is empty", 0);
        }
        var isAdmin = SCOPES.stream().anyMatch(claim -> contains(claims.getClaim(claim)));
        return new Caller(userId, isAdmin, claims.getExpirationTime().toInstant().plus(clockSkew));
    }

    private static boolean contains(@Nullable Object scopes) {
        return switch (scopes) {
            case String text -> Arrays.asList(text.split(" ", -1)).contains(Caller.ADMIN);
            case Collection<?> list -> list.contains(Caller.ADMIN);
            case null, default -> false;
        };
    }
}
