package org.redstats.publisher;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.redstats.publisher.Connector.NotConnected;
import org.redstats.publisher.RedPublishException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that talks to the broker, so that no caller of RED ever waits for a socket. */
final class Sender {

    private static final Logger log = LoggerFactory.getLogger(RedPublisher.class);

    private final Connector connector;
    private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().name("red-publisher").daemon().unstarted(this::run);

    Sender(Connector connector) {
        this.connector = connector;
    }

    void start() {
        thread.start();
    }

    void accept(Delivery delivery) {
        forgetExpired();
        waiting.add(delivery);
    }

    // While the thread is held up, those whose time is over make room.
    private void forgetExpired() {
        var oldest = waiting.peek();
        while (oldest != null && oldest.isSettled() && waiting.remove(oldest)) {
            oldest = waiting.peek();
        }
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                send(waiting.take());
            }
        } catch (InterruptedException e) {
            log.debug("Closing");
        } finally {
            connector.close();
            waiting.forEach(Sender::failAsClosed);
        }
    }

    private void send(Delivery delivery) throws InterruptedException {
        if (delivery.isSettled()) {
            return;
        }
        try {
            connector.link().send(delivery);
        } catch (NotConnected e) {
            delivery.fail(Reason.NOT_CONNECTED, "found no connection to the broker", e.getCause());
        } catch (InterruptedException e) {
            failAsClosed(delivery);
            throw e;
        } catch (RuntimeException | Error e) { // such as no memory: the next event may fare better
            log.error("Event {} failed on its way to the broker", delivery.event().eventId(), e);
            delivery.fail(Reason.CONNECTION_LOST, "failed on its way to the broker", e);
        }
    }

    private static void failAsClosed(Delivery delivery) {
        delivery.fail(Reason.CLOSED, "was not sent before the publisher was closed", null);
    }

    void stop() {
        thread.interrupt();
    }

    /** Returns when the connection is closed, or is so stuck that it does not close in time. */
    void close(Duration timeout) throws InterruptedException {
        stop();
        thread.join(timeout);
    }
}
