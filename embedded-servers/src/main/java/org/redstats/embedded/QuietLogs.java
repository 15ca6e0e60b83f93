package org.redstats.embedded;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import org.slf4j.LoggerFactory;

/** Keeps chatty loggers at WARN where Logback is the logging system, also after the application reconfigured it. */
final class QuietLogs {
    private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";

    private QuietLogs() {}

    static void limitToWarnings(String... loggers) {
        if (LoggerFactory.getILoggerFactory().getClass().getName().equals(LOGBACK)) {
            InLogback.limitToWarnings(loggers);
        }
    }

    /** A class of its own, so that nothing of Logback is loaded where it is not there. */
    private static final class InLogback {
        static void limitToWarnings(String... loggers) {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            Again again = new Again(List.of(loggers));
            again.onReset(context);
            context.addListener(again);
        }
    }

    private record Again(List<String> loggers) implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            for (String logger : loggers) {
                context.getLogger(logger).setLevel(Level.WARN);
            }
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onStop(LoggerContext context) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }
}
