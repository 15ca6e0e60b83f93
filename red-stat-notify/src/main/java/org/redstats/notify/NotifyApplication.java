package org.redstats.notify;

import org.redstats.notify.live.Audience;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
@ConfigurationPropertiesScan
public class NotifyApplication {

    public static void main(String[] args) {
        SpringApplication.run(NotifyApplication.class, args);
    }

    @Bean
    Audience audience(NotifyProperties properties) {
        return new Audience(properties.replay().maxEvents(), properties.replay().maxSize().toBytes());
    }
}
