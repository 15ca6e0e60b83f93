package org.redstats.bench.alerts.literal;

import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** The application. Statements, where a tutorial would load a million entities, so that it needs no more memory. */
@SpringBootApplication(exclude = {HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
public class LiteralAlerts {

    /** The queue it reads. */
    public static final String QUEUE = "bench.alerts.literal";

    /** Its tables, with an index for what it selects. */
    public static final String TABLES = """
            CREATE TABLE wish (
                id            bigint PRIMARY KEY,
                email         text NOT NULL,
                red_threshold double precision NOT NULL,
                user_id       text
            );
            CREATE INDEX wish_by_threshold ON wish (user_id, red_threshold);
            CREATE TABLE mail (
                id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                wish_id    bigint NOT NULL REFERENCES wish,
                red_value  double precision NOT NULL,
                user_id    text NOT NULL,
                created_at timestamptz NOT NULL DEFAULT now()
            )
            """;

    public static void main(String[] arguments) {
        application().run(arguments);
    }

    static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(LiteralAlerts.class).web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.rabbitmq.listener.simple.prefetch=1");
    }

    @Bean
    static JacksonJsonMessageConverter json(JsonMapper mapper) {
        return new JacksonJsonMessageConverter(mapper);
    }
}
