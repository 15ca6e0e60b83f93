package org.redstats.demo.red.upload;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.redstats.demo.red.upload.Turns.Busy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TurnsTests {

    private final Turns turns = new Turns(1, Duration.ofMillis(50));

    @Test
    void endWhenNobodyMakesRoom() {
        var started = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var slow = CompletableFuture.supplyAsync(() -> turns.take(() -> {
            started.countDown();
            awaitUninterruptibly(finish);
            return "slow";
        }));
        awaitUninterruptibly(started);

        assertThatExceptionOfType(Busy.class).isThrownBy(() -> turns.take(() -> "late"));

        finish.countDown();
        assertThat(slow.join()).isEqualTo("slow");
        assertThat(turns.take(() -> "next")).isEqualTo("next");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areGivenBackByWhoFails() {
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> turns.take(() -> {
            throw new IllegalStateException();
        }));

        assertThat(turns.take(() -> "next")).isEqualTo("next");
    }
}
