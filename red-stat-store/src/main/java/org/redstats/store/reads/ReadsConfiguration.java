package org.redstats.store.reads;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.redstats.store.StoreProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connections that answer {@code /stat}: their own, read-only, and with an end to every wait. */
@Configuration(proxyBeanMethods = false)
public class ReadsConfiguration {

    /**
     * Names the {@link JdbcClient} that answers {@code /stat}, each statement where it is best answered. What the replica fails
     * is repeated on the primary; not so in a transaction, or with settings for the one statement ({@code withFetchSize}).
     */
    public static final String READS = "reads";

    private static final String PRIMARY = "readsOnPrimary";
    private static final Duration PRIMARY_CONNECTS_IN = Duration.ofSeconds(2);
    private static final Duration REPLICA_CONNECTS_IN = Duration.ofSeconds(1); // the primary still has to answer then
    // The server cancels first; this is for a server or a network that no longer answers at all.
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(2);

    /*
     * A statement over many partitions takes longer to plan than to run, so it is planned once per connection, whatever
     * its parameters. Without sorting, a subquery that asks for an order is answered along the index that has it.
     */
    private static final String PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_sort=off -c jit=off";

    @Bean(name = PRIMARY, defaultCandidate = false)
    HikariDataSource readsOnPrimary(JdbcConnectionDetails database, StoreProperties properties) {
        var pool = pool(READS, properties.reads(), PRIMARY_CONNECTS_IN);
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        return pool;
    }

    @Bean
    @Nullable
    Replica replica(@Qualifier(PRIMARY) HikariDataSource primary, StoreProperties properties, MeterRegistry meters) {
        var reads = properties.reads();
        if (!reads.hasReplica()) {
            return null;
        }
        var checks = replicaPool("reads-replica-check", primary, reads, meters);
        checks.setMaximumPoolSize(1);
        return new Replica(primary, replicaPool("reads-replica", primary, reads, meters), checks, reads, meters);
    }

    @Bean(name = READS, defaultCandidate = false)
    JdbcClient reads(@Qualifier(PRIMARY) HikariDataSource primary, ObjectProvider<Replica> replica,
            MeterRegistry meters) {
        return JdbcClient.create(new ReadsTemplate(new ReadsDataSource(primary, replica.getIfAvailable(), meters)));
    }

    private static HikariDataSource replicaPool(String name, HikariDataSource primary, StoreProperties.Reads reads,
            MeterRegistry meters) {
        var pool = pool(name, reads, REPLICA_CONNECTS_IN);
        pool.setMetricRegistry(meters); // Boot does this for beans only
        pool.setJdbcUrl(reads.replicaUrl());
        var username = reads.replicaUsername();
        pool.setUsername(username == null ? primary.getUsername() : username);
        var password = reads.replicaPassword();
        pool.setPassword(password == null ? primary.getPassword() : password);
        return pool;
    }

    private static HikariDataSource pool(String name, StoreProperties.Reads reads, Duration connectsIn) {
        var pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(reads.connections());
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(connectsIn.toMillis());
        pool.setValidationTimeout(connectsIn.toMillis() / 2);
        pool.setConnectionInitSql("SET statement_timeout = " + reads.timeout().toMillis());
        pool.addDataSourceProperty("options", PLANNING);
        pool.addDataSourceProperty("prepareThreshold", 1); // or a statement is planned anew for its first runs
        pool.addDataSourceProperty("ApplicationName", "red-stat-store " + name);
        pool.addDataSourceProperty("connectTimeout", connectsIn.toSeconds());
        pool.addDataSourceProperty("socketTimeout", reads.timeout().plus(SOCKET_GRACE).toSeconds());
        return pool;
    }
}
