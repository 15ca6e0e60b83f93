package org.redstats.auth;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class AuthAutoConfigurationTests {

    private final WebApplicationContextRunner service = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AuthAutoConfiguration.class));

    @ParameterizedTest
    @ValueSource(strings = {"red.auth.clock-skew=1s", "red.auth.issuer-uri=", "red.auth.jwk-set-uri="})
    void withoutAnAddressEverythingIsOpenAndTheServiceSaysSo(String setting, CapturedOutput output) {
        service.withPropertyValues(setting).run(context -> {
            sayReady(context.getSourceApplicationContext());

            assertThat(context.getBean(SignIn.class).isOn()).isFalse();
            assertThat(output.getOut().split("Authentication is off, everything is open", -1)).hasSize(2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"red.auth.issuer-uri=https://sso.example.org/realms/red",
            "red.auth.jwk-set-uri=https://sso.example.org/keys"})
    void withEitherAddressTokensAreAskedForWithoutAskingTheIssuerYet(String setting, CapturedOutput output) {
        service.withPropertyValues(setting, "red.auth.audience=red-stats,shop").run(context -> {
            sayReady(context.getSourceApplicationContext());

            assertThat(context.getBean(SignIn.class).isOn()).isTrue();
            assertThat(context.getBean(AuthProperties.class).audience()).containsExactly("red-stats", "shop");
            assertThat(output.getOut()).contains("Authentication is on").contains("sso.example.org");
        });
    }

    @Test
    void anEmptyAudienceIsAnyAudience() {
        service.withPropertyValues("red.auth.audience=").run(
                context -> assertThat(context.getBean(AuthProperties.class).audience()).isEmpty());
    }

    @Test
    void aNegativeClockSkewIsRefused() {
        service.withPropertyValues("red.auth.clock-skew=-1s")
                .run(context -> assertThat(context).hasFailed());
    }

    private static void sayReady(ConfigurableApplicationContext context) {
        context.publishEvent(new ApplicationReadyEvent(new SpringApplication(), new String[0], context, ZERO));
    }
}
