package org.redstats.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves a test out on the embedded broker, and says so in the build's output, which shows no reasons by itself. */
final class RabbitMqCondition implements ExecutionCondition {
    private static final Logger log = LoggerFactory.getLogger(RequiresRabbitMq.class);
    private static final String REASON = "needs RabbitMQ, this machine has neither Docker nor rabbitmq-server";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        TestBroker.Kind kind = TestBroker.shared().kind();
        if (kind != TestBroker.Kind.EMBEDDED) {
            return ConditionEvaluationResult.enabled("RabbitMQ is there: " + kind);
        }
        log.warn("Left out {}.{}: {}", context.getRequiredTestClass().getSimpleName(), context.getDisplayName(),
                REASON);
        return ConditionEvaluationResult.disabled("left out: " + REASON);
    }
}
