package org.redstats.demo.red;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the operator, once, what is offered to whom. */
@Component
class StartLine {

    private static final Logger log = LoggerFactory.getLogger(StartLine.class);

    private final SampleRedProperties properties;

    StartLine(SampleRedProperties properties) {
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void say() {
        log.info("POST /red takes images of up to {} MB and {} pixels; traffic of its own: {} pictures a second",
                properties.maxBytes().toMegabytes(), properties.maxPixels(), properties.traffic());
    }
}
