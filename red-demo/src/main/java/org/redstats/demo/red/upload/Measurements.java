package org.redstats.demo.red.upload;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.redstats.demo.red.SampleRedProperties;
import org.redstats.demo.red.measure.ImageRefused;
import org.redstats.demo.red.measure.RedMeter;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublisher;
import org.springframework.stereotype.Component;

/** Measures the images of a request, and only when all could be measured publishes them. */
@Component
class Measurements {

    private final RedMeter meter;
    private final RedPublisher publisher;
    private final Turns turns;

    Measurements(RedMeter meter, RedPublisher publisher, SampleRedProperties properties) {
        this.meter = meter;
        this.publisher = publisher;
        turns = new Turns(properties.decodes(), properties.decodeWait());
    }

    /**
     * @throws ImageRefused when one of the images cannot be measured; then none is published
     * @throws NotPublished when the broker has not confirmed all of them
     */
    List<MeasuredImage> publish(Uploader uploader, List<ImageFile> images) {
        var values = IntStream.range(0, images.size()).mapToObj(i -> measure(images, i)).toList();
        var outcomes = values.stream().map(value -> publisher.publishAsync(uploader.userId(), value)).toList();
        return confirmed(outcomes).stream().map(MeasuredImage::of).toList();
    }

    private double measure(List<ImageFile> images, int index) {
        try {
            return turns.take(() -> images.get(index).measure(meter));
        } catch (ImageRefused e) {
            throw images.size() == 1 ? e : e.ofNumber(index + 1);
        }
    }

    private static List<RedEvent> confirmed(List<CompletableFuture<RedEvent>> outcomes) {
        var settled = CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new));
        settled.exceptionally(failure -> null).join(); // each is settled within the publisher's time-out
        if (settled.isCompletedExceptionally()) {
            var published = outcomes.stream().filter(outcome -> !outcome.isCompletedExceptionally()).count();
            throw new NotPublished(published, outcomes.size(), settled.exceptionNow());
        }
        return outcomes.stream().map(CompletableFuture::resultNow).toList();
    }
}
