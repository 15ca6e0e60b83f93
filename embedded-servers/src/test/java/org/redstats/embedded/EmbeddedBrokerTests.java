package org.redstats.embedded;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.MessageProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedBrokerTests {
    private static EmbeddedBroker broker;

    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(0);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory(); // its defaults: guest, guest, virtual host "/"
        factory.setPort(broker.port());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.exchangeDeclare("red.values", "fanout", true);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void copiesAConfirmedMessageToEveryDurableQueue() throws Exception {
        for (String queue : List.of("red.store", "red.subscribe")) {
            channel.queueDeclare(queue, true, false, false, null);
            channel.queueBind(queue, "red.values", "");
        }
        channel.confirmSelect();

        channel.basicPublish("red.values", "", true, MessageProperties.PERSISTENT_BASIC, "body".getBytes(UTF_8));

        assertThat(channel.waitForConfirms(10_000)).isTrue();
        assertThat(channel.basicGet("red.store", true).getBody()).asString().isEqualTo("body");
        assertThat(channel.basicGet("red.subscribe", true).getBody()).asString().isEqualTo("body");
    }

    @Test
    void returnsAMandatoryMessageThatNoQueueTakes() throws Exception {
        BlockingQueue<Integer> returned = new LinkedBlockingQueue<>();
        channel.addReturnListener(message -> returned.add(message.getReplyCode()));
        channel.confirmSelect();

        channel.basicPublish("amq.direct", "nowhere", true, MessageProperties.PERSISTENT_BASIC, new byte[0]);

        assertThat(returned.poll(10, TimeUnit.SECONDS)).isEqualTo(312);
    }

    @Test
    void takesAnExclusiveQueueWithALimit() throws Exception {
        channel.queueDeclare("red.notify.1", false, true, true, Map.of("x-max-length", 10));
        channel.queueBind("red.notify.1", "red.values", "");

        channel.basicPublish("red.values", "", MessageProperties.BASIC, new byte[0]);

        assertThat(channel.messageCount("red.notify.1")).isOne();
        assertThat(broker.isRead("red.notify.")).isFalse();
    }

    @Test
    void sendsNoMoreThanTheConsumerAskedFor() throws Exception {
        channel.queueDeclare("limited", true, false, false, null);
        for (int i = 0; i < 5; i++) {
            channel.basicPublish("", "limited", MessageProperties.PERSISTENT_BASIC, new byte[0]);
        }
        BlockingQueue<Long> delivered = new LinkedBlockingQueue<>();
        channel.basicQos(2);
        DeliverCallback deliver = (consumer, delivery) -> delivered.add(delivery.getEnvelope().getDeliveryTag());

        channel.basicConsume("limited", false, deliver, consumer -> {});

        delivered.poll(10, TimeUnit.SECONDS);
        long second = delivered.poll(10, TimeUnit.SECONDS);
        assertThat(delivered.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(broker.waiting("limited")).isEqualTo(5);
        assertThat(broker.isRead("lim")).isTrue();
        channel.basicAck(second, true);
        assertThat(delivered.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void saysThatThePortIsTaken() {
        assertThatThrownBy(() -> EmbeddedBroker.start(broker.port())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(broker.port()));
    }
}
