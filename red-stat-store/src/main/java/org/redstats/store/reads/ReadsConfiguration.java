package org.redstats.store.reads;

import java.time.Duration;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.redstats.store.StoreProperties;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connections that answer {@code /stat}: their own, read-only, and with an end to every wait. */
@Configuration(proxyBeanMethods = false)
public class ReadsConfiguration {

    /** Names the {@link JdbcClient} that answers {@code /stat}. */
    public static final String READS = "reads";

    private static final Duration PRIMARY_CONNECTS_IN = Duration.ofSeconds(2);
    private static final Duration REPLICA_CONNECTS_IN = Duration.ofSeconds(1); // the primary still has to answer then
    // The server cancels first; this is for a server or a network that no longer answers at all.
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(2);

    /*
     * A statement over many partitions takes longer to plan than to run, so it is planned once per connection, whatever
     * its parameters. Without sorting, a subquery that asks for an order is answered along the index that has it.
     */
    private static final String PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_sort=off -c jit=off";

    @Bean(defaultCandidate = false)
    ReadsDataSource readsDataSource(JdbcConnectionDetails database, StoreProperties properties, MeterRegistry meters) {
        var reads = properties.reads();
        var primary = pool(READS, reads, PRIMARY_CONNECTS_IN, meters);
        primary.setJdbcUrl(database.getJdbcUrl());
        primary.setUsername(database.getUsername());
        primary.setPassword(database.getPassword());
        return new ReadsDataSource(primary, replica(primary, reads, meters), meters);
    }

    @Bean(name = READS, defaultCandidate = false)
    JdbcClient reads(@Qualifier("readsDataSource") ReadsDataSource dataSource) {
        return JdbcClient.create(new ReadsTemplate(dataSource));
    }

    private static @Nullable Replica replica(HikariDataSource primary, StoreProperties.Reads reads,
            MeterRegistry meters) {
        if (!reads.hasReplica()) {
            return null;
        }
        var checks = replicaPool("reads-replica-check", primary, reads, meters);
        checks.setMaximumPoolSize(1);
        return new Replica(primary, replicaPool("reads-replica", primary, reads, meters), checks, reads, meters);
    }

    private static HikariDataSource replicaPool(String name, HikariDataSource primary, StoreProperties.Reads reads,
            MeterRegistry meters) {
        var pool = pool(name, reads, REPLICA_CONNECTS_IN, meters);
        pool.setJdbcUrl(reads.replicaUrl());
        pool.setUsername(Objects.requireNonNullElse(reads.replicaUsername(), primary.getUsername()));
        pool.setPassword(Objects.requireNonNullElse(reads.replicaPassword(), primary.getPassword()));
        return pool;
    }

    private static HikariDataSource pool(String name, StoreProperties.Reads reads, Duration connectsIn,
            MeterRegistry meters) {
        var pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(reads.connections());
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(connectsIn.toMillis());
        pool.setValidationTimeout(connectsIn.toMillis() / 2);
        pool.setConnectionInitSql("SET statement_timeout = " + reads.timeout().toMillis());
        pool.addDataSourceProperty("options", PLANNING);
        pool.addDataSourceProperty("ApplicationName", "red-stat-store " + name);
        pool.addDataSourceProperty("connectTimeout", connectsIn.toSeconds());
        pool.addDataSourceProperty("socketTimeout", reads.timeout().plus(SOCKET_GRACE).toSeconds());
        pool.setMetricRegistry(meters);
        return pool;
    }
}
