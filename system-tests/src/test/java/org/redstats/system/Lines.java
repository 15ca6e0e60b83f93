package org.redstats.system;

import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/** Adds the lines of an answer to a list as they come. */
record Lines(List<String> lines) implements Subscriber<String> {

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable failure) {
        lines.add("broken: " + failure);
    }

    @Override
    public void onComplete() {
        lines.add("end");
    }
}
