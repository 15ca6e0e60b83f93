package org.redstats.event.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.ContentHeader;
import com.rabbitmq.client.Method;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.ConsumeOkEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class IntakeGateTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final IntakeGate gate = new IntakeGate(1_000);

    @Test
    void letsNothingMoreInThanItHasMemoryForUntilSomethingIsDone() {
        gate.read(delivery(700, new HashMap<>()));

        var next = CompletableFuture.runAsync(() -> gate.read(delivery(400, new HashMap<>())));
        await().atMost(PATIENCE).until(gate::isWaitedAt);
        assertThat(next).isNotDone();
        gate.release(List.of(new Message(new byte[700])));

        assertThat(next).succeedsWithin(PATIENCE);
    }

    @Test
    void letsOneMessageInWhateverItsSize() {
        gate.read(delivery(5_000, new HashMap<>()));

        gate.release(List.of(new Message(new byte[5_000])));
        gate.read(delivery(5_000, new HashMap<>()));
    }

    @Test
    void forgetsWhatAConsumerHeldThatIsGone() {
        gate.read(delivery(900, new HashMap<>()));
        var next = CompletableFuture.runAsync(() -> gate.read(delivery(900, new HashMap<>())));
        await().atMost(PATIENCE).until(gate::isWaitedAt);

        gate.onApplicationEvent(new ConsumeOkEvent(this, "queue", "tag"));

        assertThat(next).succeedsWithin(PATIENCE);
    }

    @Test
    void leavesOutHeadersThatAreNestedMoreDeeplyThanAThreadCanFollow() {
        Object list = "end";
        Object table = "end";
        for (var i = 0; i < 100_000; i++) {
            list = List.of(list);
            table = Map.of("inner", table);
        }
        var headers = new HashMap<String, Object>(Map.of("list", list, "table", table, "trace", "abc", "few",
                List.of(Map.of("inner", List.of(1, 2)))));

        gate.read(delivery(1, headers));

        assertThat(headers).containsOnlyKeys("trace", "few");
    }

    @Test
    void leavesOutTheHeaderThatTheFrameworkTrusts() {
        var headers = new HashMap<String, Object>(Map.of("x-death", List.of("no table"), "trace", "abc"));

        gate.read(delivery(1, headers));

        assertThat(headers).containsOnlyKeys("trace");
    }

    private static Command delivery(int length, Map<String, Object> headers) {
        return new Command() {
            @Override
            public Method getMethod() {
                return new AMQP.Basic.Deliver.Builder().consumerTag("tag").deliveryTag(1).exchange("").routingKey("")
                        .build();
            }

            @Override
            public ContentHeader getContentHeader() {
                return new AMQP.BasicProperties() {
                    @Override
                    public Map<String, Object> getHeaders() {
                        return headers;
                    }
                };
            }

            @Override
            public byte[] getContentBody() {
                return new byte[length];
            }
        };
    }
}
