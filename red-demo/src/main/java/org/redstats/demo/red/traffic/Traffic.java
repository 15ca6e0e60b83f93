package org.redstats.demo.red.traffic;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

import org.jspecify.annotations.Nullable;
import org.redstats.demo.red.SampleRedProperties;
import org.redstats.demo.red.measure.RedMeter;
import org.redstats.publisher.RedPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Paints pictures at a steady rate, measures and publishes them like any other. Off unless a rate is set. */
@Component
class Traffic implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Traffic.class);
    private static final List<String> USERS = List.of("ann", "bob", "carol", "dave", "eve");
    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Pictures that wait for the broker; while it is slow no more are painted. */
    private static final int MOST_WAITING = 256;

    private final double perSecond;
    private final RedMeter meter;
    private final RedPublisher publisher;
    private final RandomGenerator random = new Random();
    private final Painter painter = new Painter(random);
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final Tally tally = new Tally();
    private volatile @Nullable Thread thread;

    Traffic(SampleRedProperties properties, RedMeter meter, RedPublisher publisher) {
        this.perSecond = properties.traffic();
        this.meter = meter;
        this.publisher = publisher;
    }

    @Override
    public boolean isAutoStartup() {
        return perSecond > 0;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("traffic").start(this::run);
    }

    private void run() {
        try {
            var pace = new Pace(perSecond, System.nanoTime());
            var nextReport = System.nanoTime() + REPORT_EVERY.toNanos();
            while (!Thread.interrupted()) {
                TimeUnit.NANOSECONDS.sleep(pace.nanosUntilNext(System.nanoTime()));
                publishOne();
                if (System.nanoTime() - nextReport >= 0) {
                    tally.report();
                    nextReport += REPORT_EVERY.toNanos();
                }
            }
        } catch (InterruptedException e) {
            log.debug("Traffic stops");
        }
    }

    private void publishOne() {
        if (!room.tryAcquire()) {
            tally.countSkipped();
            return;
        }
        Thread.ofPlatform().daemon().name("traffic").start(() -> {
            try {
                publisher.publish(user(), measure());
                tally.countPublished();
            } catch (IOException | RuntimeException e) {
                tally.countFailed(e);
            } finally {
                room.release();
            }
        });
    }

    private String user() {
        return USERS.get(random.nextInt(USERS.size()));
    }

    private double measure() throws IOException {
        var file = new ByteArrayOutputStream();
        ImageIO.write(painter.paint(), "png", file);
        try (var image = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            return meter.measure(image);
        }
    }

    @Override
    public void stop() {
        var running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
            tally.report();
        }
    }
}
