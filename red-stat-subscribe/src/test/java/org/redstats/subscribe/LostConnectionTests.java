package org.redstats.subscribe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class LostConnectionTests extends ServiceTests {

    @Autowired
    private PlatformTransactionManager manager;

    @Test
    void whatEndedATransactionIsWhatIsSaidOfIt(CapturedOutput output) {
        assertThatExceptionOfType(DataAccessResourceFailureException.class)
                .isThrownBy(() -> new TransactionTemplate(manager).executeWithoutResult(status -> endOwnConnection()))
                .withMessageContaining("pg_terminate_backend");

        assertThat(output).doesNotContain("overridden by rollback exception");
    }

    private void endOwnConnection() {
        jdbc.sql("SELECT pg_terminate_backend(pg_backend_pid())").query(Boolean.class).single();
    }
}
