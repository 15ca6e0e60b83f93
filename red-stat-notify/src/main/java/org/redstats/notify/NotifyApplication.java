package org.redstats.notify;

import org.redstats.notify.live.Audience;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

@SpringBootApplication
@ConfigurationPropertiesScan
public class NotifyApplication {

    private static final Logger log = LoggerFactory.getLogger(NotifyApplication.class);

    public static void main(String[] args) {
        SpringApplication.run(NotifyApplication.class, args);
    }

    @Bean
    Audience audience(NotifyProperties properties) {
        return new Audience(properties.replay().maxEvents(), properties.replay().maxSize().toBytes());
    }

    @EventListener(ApplicationStartedEvent.class)
    void sayWhoMayConnect() {
        log.info("Authentication is off: whoever reaches this port may connect and listen to any user");
    }
}
