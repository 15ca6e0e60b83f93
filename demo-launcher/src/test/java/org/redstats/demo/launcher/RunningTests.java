package org.redstats.demo.launcher;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunningTests {
    private final List<String> stopped = new ArrayList<>();
    private final Running running = new Running(
            new Console(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false));

    @Test
    void stopsInReverseDespiteAFailure() throws Exception {
        running.start(() -> "first", stopped::add);
        running.start(() -> "second", part -> {
            throw new IllegalStateException(part);
        });
        running.start(() -> "third", stopped::add);

        running.stopAll();

        assertThat(stopped).containsExactly("third", "first");
    }

    @Test
    void stopsAPartThatIsJustStartingAndStartsNoOther() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        Thread starter = Thread.ofPlatform().start(() -> start(starting));
        assertThat(starting.await(10, TimeUnit.SECONDS)).isTrue();

        running.stopAll();
        starter.join();

        assertThat(stopped).containsExactly("slow");
        assertThatThrownBy(() -> running.start(() -> "late", stopped::add)).isInstanceOf(InterruptedException.class);
    }

    private void start(CountDownLatch starting) {
        try {
            running.start(() -> {
                starting.countDown();
                while (!running.isEnding()) {
                    Thread.onSpinWait();
                }
                return "slow";
            }, stopped::add);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
