package org.redstats.subscribe;

import java.io.Serial;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** How transactions end when their connection has. */
@Configuration(proxyBeanMethods = false)
class TransactionConfiguration {

    @Bean
    PlatformTransactionManager transactionManager(ObjectProvider<TransactionManagerCustomizers> customizers) {
        var manager = new ForgivingRollback();
        customizers.ifAvailable(all -> all.customize(manager));
        return manager;
    }

    /**
     * Where a connection is lost in the midst of a transaction, the server rolls back by itself and ours fails for want of
     * a connection. That failure must not take the place of the one that says what happened.
     */
    private static final class ForgivingRollback extends JpaTransactionManager {

        @Serial
        private static final long serialVersionUID = 1L;

        private static final Logger log = LoggerFactory.getLogger(ForgivingRollback.class);

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            try {
                super.doRollback(status);
            } catch (DataAccessException e) {
                log.debug("Left a rollback to the server", e);
            }
        }
    }
}
