package org.redstats.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class TestBrokerTests {

    @Test
    void isOneForEverybody() throws Exception {
        TestBroker broker = TestBroker.shared();

        assertThat(TestBroker.shared()).isSameAs(broker);
        try (Connection connection = connect(broker)) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    @RequiresRabbitMq
    void keepsDurableMessagesOverARestartOfAPrivateOne() throws Exception {
        try (TestBroker broker = TestBroker.startPrivate()) {
            publish(broker, "kept");

            broker.stop();
            broker.startAgain();

            try (Connection connection = connect(broker); Channel channel = connection.createChannel()) {
                assertThat(channel.basicGet("red.store", true).getBody()).asString(UTF_8).isEqualTo("kept");
            }
        }
    }

    @Test
    @RequiresRabbitMq
    void keepsDurableMessagesOverAKillOfAPrivateOne() throws Exception {
        try (TestBroker broker = TestBroker.startPrivate()) {
            publish(broker, "kept");

            broker.kill();
            broker.startAgain();

            try (Connection connection = connect(broker); Channel channel = connection.createChannel()) {
                assertThat(channel.basicGet("red.store", true).getBody()).asString(UTF_8).isEqualTo("kept");
            }
        }
    }

    private static void publish(TestBroker broker, String body) throws Exception {
        try (Connection connection = connect(broker); Channel channel = connection.createChannel()) {
            channel.queueDeclare("red.store", true, false, false, null);
            channel.confirmSelect();
            channel.basicPublish("", "red.store", MessageProperties.PERSISTENT_BASIC, body.getBytes(UTF_8));
            channel.waitForConfirmsOrDie(10_000);
        }
    }

    private static Connection connect(TestBroker broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        return factory.newConnection();
    }
}
