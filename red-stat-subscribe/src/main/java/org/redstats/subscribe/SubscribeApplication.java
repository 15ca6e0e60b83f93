package org.redstats.subscribe;

import org.redstats.event.deadletters.DeadLetterCommand;
import org.redstats.event.intake.RedQueue;
import org.redstats.subscribe.log.SubscribeIntake;
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

    /**
     * @param arguments none to run the service; {@code dead-letters} to look after what it could not read, and exit
     */
    public static void main(String[] arguments) {
        if (DeadLetterCommand.isIn(arguments)) {
            System.exit(DeadLetterCommand.run(new RedQueue(SubscribeIntake.QUEUE), arguments));
        }
        var application = new SpringApplication(SubscribeApplication.class);
        // Not before it has started: until then there is nothing to finish, and it may be waiting for its database.
        application.setRegisterShutdownHook(false);
        application.run(arguments).registerShutdownHook();
    }

    @EventListener(ApplicationReadyEvent.class)
    void sayWhoIsAsked(ApplicationReadyEvent ready) {
        var properties = ready.getApplicationContext().getBean(SubscribeProperties.class);
        log.info("Mailboxes are {} to confirm", properties.confirmation().required() ? "asked" : "not asked");
    }
}
