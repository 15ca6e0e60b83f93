package org.redstats.auth;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whose tokens are believed. With neither address everything is open; the gateway and every service take the same
 * settings.
 *
 * @param issuerUri what tokens have as {@code iss}, letter by letter; their keys are found through its OpenID Connect
 *        metadata unless {@code jwk-set-uri} says where they are
 * @param jwkSetUri where the issuer publishes its keys (JWK set); alone, tokens of any {@code iss} with these keys are
 *        believed
 * @param audience one of these must be in {@code aud}; empty, tokens for anybody are believed
 * @param clockSkew how far the issuer's clock and ours may differ
 */
@Validated
@ConfigurationProperties("red.auth")
public record AuthProperties(
        @Nullable URI issuerUri,
        @Nullable URI jwkSetUri,
        @DefaultValue({
        }) List<String> audience,
        @DefaultValue("30s") @DurationMin Duration clockSkew) {

    /** An empty address is none: compose files pass on what is not set as that. */
    public AuthProperties {
        issuerUri = known(issuerUri);
        jwkSetUri = known(jwkSetUri);
    }

    private static @Nullable URI known(@Nullable URI address) {
        return address == null || address.toString().isEmpty() ? null : address;
    }

    /** Whether tokens are asked for. */
    public boolean isOn() {
        return issuerUri != null || jwkSetUri != null;
    }
}
