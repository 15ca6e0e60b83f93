package org.redstats.bench.ingest.literal;

import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** The application. */
@SpringBootApplication
public class LiteralStore {

    /** The queue it reads. */
    public static final String QUEUE = "bench.literal";

    public static void main(String[] arguments) {
        application().run(arguments);
    }

    static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(LiteralStore.class).web(WebApplicationType.NONE)
                .properties("spring.jpa.hibernate.ddl-auto=update", "spring.main.banner-mode=off");
    }

    @Bean
    static JacksonJsonMessageConverter json(JsonMapper mapper) {
        return new JacksonJsonMessageConverter(mapper);
    }
}
