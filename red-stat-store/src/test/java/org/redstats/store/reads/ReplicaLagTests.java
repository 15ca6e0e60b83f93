package org.redstats.store.reads;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplicaLagTests {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ReplicaLag lag = new ReplicaLag(meters);

    @Test
    void isUnknownBeforeTheFirstCheck() {
        assertThat(seconds()).isNaN();
        assertThat(bytes()).isNaN();
    }

    @Test
    void aReplicaWithEverythingIsNotBehindHoweverLongNobodyWrites() {
        measured(500, 500, 0);
        measured(500, 500, 3600);

        assertThat(seconds()).isZero();
        assertThat(bytes()).isZero();
    }

    @Test
    void aReplicaThatStandsStillIsFurtherBehindWithEachCheck() {
        measured(500, 400, 0);
        measured(500, 400, 10);

        assertThat(seconds()).isEqualTo(10);
        assertThat(bytes()).isEqualTo(100);
    }

    @Test
    void aReplicaThatFollowsAtADistanceIsAlwaysThatFarBehind() {
        for (int second = 0; second < 100; second++) {
            measured(100L * (second + 1), 100L * Math.max(0, second - 2), second);
        }

        assertThat(seconds()).isEqualTo(2);
        assertThat(bytes()).isEqualTo(300);
    }

    @Test
    void rememberingIsBoundedAndTheOldestIsKept() {
        for (int second = 0; second < 5000; second++) {
            measured(100 + second, 0, second);
        }
        assertThat(seconds()).isEqualTo(4999);

        measured(6000, 6000, 5000);
        assertThat(seconds()).isZero();
    }

    @Test
    void isUnknownWhenTheReplicaDoesNotAnswer() {
        measured(500, 400, 0);
        lag.isUnknown();

        assertThat(seconds()).isNaN();
    }

    @Test
    void aCopyOfAnotherServerOrOfAnotherHistoryIsNoReplica() {
        var original = new WriteAheadLog.Written(7, 500);

        assertThat(new WriteAheadLog.Replayed(7, 500, true).isOf(original)).isTrue();
        assertThat(new WriteAheadLog.Replayed(8, 500, true).isOf(original)).isFalse();
        assertThat(new WriteAheadLog.Replayed(7, 501, false).isOf(original)).isFalse();
    }

    private void measured(long written, long replayed, long second) {
        lag.measured(written, replayed, TimeUnit.SECONDS.toNanos(second));
    }

    private double seconds() {
        return meters.get("red.store.replica.lag").gauge().value();
    }

    private double bytes() {
        return meters.get("red.store.replica.lag.size").gauge().value();
    }
}
