package org.redstats.subscribe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.event.EventListener;

/** Starts the service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SubscribeApplication {

    private static final Logger log = LoggerFactory.getLogger(SubscribeApplication.class);

    public static void main(String[] args) {
        SpringApplication.run(SubscribeApplication.class, args);
    }

    @EventListener(ApplicationReadyEvent.class)
    void sayWhoIsAsked(ApplicationReadyEvent ready) {
        var properties = ready.getApplicationContext().getBean(SubscribeProperties.class);
        log.info("Mailboxes are {} to confirm", properties.confirmation().required() ? "asked" : "not asked");
    }
}
