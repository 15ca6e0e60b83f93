package org.redstats.auth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/** Gives every service its {@link SignIn}, and lets it say once whom it believes. */
@AutoConfiguration
@ConditionalOnWebApplication
@EnableConfigurationProperties(AuthProperties.class)
final class AuthAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(AuthAutoConfiguration.class);

    @Bean
    SignIn signIn(AuthProperties properties) {
        return new SignIn(properties);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> sayWhoIsBelieved(AuthProperties properties) {
        return ready -> {
            if (!properties.isOn()) {
                log.warn("Authentication is off, everything is open: whoever reaches this service acts for any user."
                        + " Set red.auth.issuer-uri to ask for tokens");
                return;
            }
            log.info("Authentication is on: tokens of {}, for {}",
                    properties.issuerUri() == null ? "whoever has the keys at " + properties.jwkSetUri()
                            : properties.issuerUri(),
                    properties.audience().isEmpty() ? "any audience" : properties.audience());
        };
    }
}
