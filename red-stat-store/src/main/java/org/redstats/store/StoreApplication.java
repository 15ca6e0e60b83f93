package org.redstats.store;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.Stream;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import org.redstats.event.deadletters.DeadLetterCommand;
import org.redstats.event.intake.RedQueue;
import org.redstats.event.intake.SharedClock;
import org.redstats.store.ingest.IngestConfiguration;
import org.redstats.store.rollup.RollupCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Keeps every event once and counts them over any window and above any threshold. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@OpenAPIDefinition(info = @Info(title = "RED_STATS statistics", version = "1", description = """
        Exact counts of measured images, and the images themselves, over half-open windows `[from, to)`. \
        Errors are `application/problem+json` (RFC 9457)."""))
public class StoreApplication {

    private static final String TAKE_NO_EVENTS = "--spring.rabbitmq.listener.simple.auto-startup=false";
    // A day of many millions is counted by one statement, for as long as it takes.
    private static final String BE_PATIENT = "--spring.datasource.hikari.data-source-properties.socketTimeout=0";

    /**
     * @param arguments none to run the service; {@code verify} or {@code rebuild} to look after its counts, or
     *        {@code dead-letters} after what it could not read, and exit
     */
    public static void main(String[] arguments) {
        if (DeadLetterCommand.isIn(arguments)) {
            System.exit(DeadLetterCommand.run(new RedQueue(IngestConfiguration.QUEUE), arguments));
        }
        var command = RollupCommand.in(arguments);
        if (command.isEmpty()) {
            var application = new SpringApplication(StoreApplication.class);
            // Not before it has started: until then there is nothing to finish, and it may be waiting for its database.
            application.setRegisterShutdownHook(false);
            application.run(arguments).registerShutdownHook();
        } else {
            System.exit(run(command.getFirst(), arguments));
        }
    }

    static int run(RollupCommand command, String... arguments) {
        try (var application = new SpringApplicationBuilder(StoreApplication.class)
                .web(WebApplicationType.NONE)
                .run(Stream.concat(Stream.of(arguments), Stream.of(TAKE_NO_EVENTS, BE_PATIENT))
                        .toArray(String[]::new))) {
            return command.run(application, System.out);
        }
    }

    /** The same for all instances. */
    @Bean
    Clock clock(JdbcClient jdbc) {
        return new SharedClock(() -> jdbc.sql("SELECT clock_timestamp()").query(OffsetDateTime.class).single()
                .toInstant()).withZone(ZoneOffset.UTC);
    }
}
