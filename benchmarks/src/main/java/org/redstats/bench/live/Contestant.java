package org.redstats.bench.live;

import java.util.function.DoubleFunction;

import org.redstats.testing.Footprint;

/**
 * A server that pushes what is published to everybody who is connected to it.
 *
 * @param pid whose memory and processor time count
 * @param path where a WebSocket with a threshold is opened
 * @param publisher hands events to it, each as the JSON of RED
 */
record Contestant(String name, int port, long pid, DoubleFunction<String> path, Publisher publisher) {

    /** Hands an event over; does not wait until it has arrived. */
    @FunctionalInterface
    interface Publisher {
        void publish(String event) throws Exception;
    }

    Footprint footprint() {
        return Footprint.of(pid);
    }
}
