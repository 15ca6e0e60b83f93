package org.redstats.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Tells the operator, once, that whoever reaches this service may ask it anything. */
@Component
class OpenAccessNotice implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(OpenAccessNotice.class);

    @Override
    public void run(ApplicationArguments arguments) {
        log.warn("Authentication is off, everything is open: any caller may read the statistics of any user");
    }
}
