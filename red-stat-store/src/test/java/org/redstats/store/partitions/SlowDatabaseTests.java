package org.redstats.store.partitions;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.redstats.store.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** The ingest gives up a server that says nothing for a second; who looks after the partitions does not. */
@StoreTest
@TestPropertySource(properties = {"spring.datasource.hikari.data-source-properties.socketTimeout=1",
        "red.store.partitions.lock-timeout=1m"})
class SlowDatabaseTests {

    private static final Part DAY = Part.day(LocalDate.parse("2012-02-29"));

    @Autowired
    private Partitions partitions;

    @Autowired
    private JdbcConnectionDetails database;

    @Test
    void aChangeMayTakeAsLongAsItNeeds() throws SQLException {
        try (var other = DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(),
                database.getPassword()); var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE red_event_default IN ACCESS EXCLUSIVE MODE");
            var made = CompletableFuture.runAsync(() -> partitions.make(DAY));
            statement.execute("SELECT pg_sleep(3)");
            other.commit();
            made.join();
        }
        assertThat(partitions.all()).contains(DAY);
    }
}
