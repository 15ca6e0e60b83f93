package org.redstats.event.intake;

import java.util.List;

import org.redstats.event.RedEvent;

/** Where a reader keeps its events. */
@FunctionalInterface
public interface EventSink {

    /**
     * Keeps all the events or none; when it returns, they are committed. Events it has already are ignored.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException when an event itself is at fault; any other
     *         exception means that the whole batch may be tried again
     */
    void append(List<RedEvent> events);
}
