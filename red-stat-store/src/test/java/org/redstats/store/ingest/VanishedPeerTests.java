package org.redstats.store.ingest;

import org.junit.jupiter.api.Test;
import org.redstats.store.StoreTest;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody waits for ever for somebody who vanished from the network without a word. */
@StoreTest
class VanishedPeerTests {

    @Test
    void theDatabaseEndsWhatAVanishedInstanceHadBegun(@Autowired JdbcClient jdbc) {
        assertThat(jdbc.sql("SHOW idle_in_transaction_session_timeout").query(String.class).single()).isEqualTo("30s");
    }

    @Test
    void theBrokerGivesTheEventsOfAVanishedInstanceToAnother(@Autowired CachingConnectionFactory broker) {
        assertThat(broker.getRabbitConnectionFactory().getRequestedHeartbeat()).isEqualTo(10);
    }
}
