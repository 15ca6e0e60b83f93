package org.redstats.store.stats;

import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.redstats.store.StoreProperties;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The connections that answer {@code /stat}: their own, read-only, and with an end to every wait. */
@Configuration(proxyBeanMethods = false)
class ReadsConfiguration {

    static final String READS = "reads";

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
    // The server cancels first; this is for a server or a network that no longer answers at all.
    private static final Duration SOCKET_GRACE = Duration.ofSeconds(2);

    /*
     * A statement over many partitions takes longer to plan than to run, so it is planned once per connection, whatever
     * its parameters. Without sorting, a subquery that asks for an order is answered along the index that has it.
     */
    private static final String PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_sort=off -c jit=off";

    @Bean(defaultCandidate = false)
    HikariDataSource readsDataSource(JdbcConnectionDetails database, StoreProperties properties) {
        var reads = properties.reads();
        var pool = new HikariDataSource();
        pool.setPoolName(READS);
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(reads.connections());
        pool.setInitializationFailTimeout(-1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        pool.setValidationTimeout(CONNECTION_TIMEOUT.toMillis() / 2);
        pool.setConnectionInitSql("SET statement_timeout = " + reads.timeout().toMillis());
        pool.addDataSourceProperty("options", PLANNING);
        pool.addDataSourceProperty("ApplicationName", "red-stat-store reads");
        pool.addDataSourceProperty("socketTimeout", reads.timeout().plus(SOCKET_GRACE).toSeconds());
        return pool;
    }

    @Bean(name = READS, defaultCandidate = false)
    JdbcClient reads(@Qualifier("readsDataSource") HikariDataSource pool) {
        return JdbcClient.create(pool);
    }
}
