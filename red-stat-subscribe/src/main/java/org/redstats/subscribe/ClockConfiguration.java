package org.redstats.subscribe;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import org.redstats.event.intake.SharedClock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What time it is, the same for all instances. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    @Bean
    Clock clock(JdbcClient jdbc) {
        return new SharedClock(() -> jdbc.sql("SELECT clock_timestamp()").query(OffsetDateTime.class).single()
                .toInstant()).withZone(ZoneOffset.UTC);
    }
}
