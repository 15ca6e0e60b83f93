package org.redstats.testing;

import java.sql.DriverManager;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

@SpringJUnitConfig(SpringGlueTests.Context.class)
class SpringGlueTests {
    @Import({TestBroker.Properties.class, TestDatabase.Properties.class})
    static class Context {}

    @Test
    void pointsSpringAtTheServers(@Value("${spring.rabbitmq.port}") int port,
            @Value("${spring.datasource.url}") String url, @Value("${spring.datasource.username}") String user)
            throws Exception {
        assertThat(port).isEqualTo(TestBroker.shared().port());
        try (var connection = DriverManager.getConnection(url, user, TestDatabase.shared().password())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void makesANewDatabaseEachTime() {
        assertThat(TestDatabase.shared().freshDatabase()).isNotEqualTo(TestDatabase.shared().freshDatabase());
    }
}
