package org.redstats.subscribe;

import org.jspecify.annotations.Nullable;
import org.redstats.embedded.MailSink;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** The mail server of all tests of this JVM. */
public final class TestMail {

    private static @Nullable MailSink shared;

    private TestMail() {}

    public static synchronized MailSink shared() {
        if (shared == null) {
            var sink = MailSink.start(0, 0, null);
            Runtime.getRuntime().addShutdownHook(new Thread(sink::close));
            shared = sink;
        }
        return shared;
    }

    /** Points a Spring test at it. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class Properties {

        @Bean
        static DynamicPropertyRegistrar mailProperties() {
            return registry -> {
                registry.add("spring.mail.host", () -> "127.0.0.1");
                registry.add("spring.mail.port", () -> shared().smtpPort());
            };
        }
    }
}
