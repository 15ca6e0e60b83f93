package org.redstats.event.deadletters;

import java.io.PrintStream;
import java.time.Clock;
import java.util.stream.Stream;

import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.RedQueue;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.Banner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/**
 * What a service does instead of its service when its arguments begin with {@value #NAME}: an operator looks after the
 * letters of its dead queue. Nothing but the broker is needed, and the service may run beside it.
 */
public final class DeadLetterCommand {

    /** The first argument. */
    public static final String NAME = "dead-letters";

    /** Exit codes beside 0. */
    private static final int SOMETHING_LEFT = 1;
    private static final int BAD_ARGUMENTS = 2;
    private static final int BROKER_FAILED = 3;

    private DeadLetterCommand() {}

    /** Whether it is asked for. */
    public static boolean isIn(String... arguments) {
        return arguments.length > 0 && arguments[0].equals(NAME);
    }

    /**
     * Carries it out.
     *
     * @param queue of the service
     * @return exit code
     */
    public static int run(RedQueue queue, String... arguments) {
        return run(queue, System.out, System.err, arguments);
    }

    static int run(RedQueue queue, PrintStream out, PrintStream err, String... arguments) {
        try {
            var request = Request.of(new DefaultApplicationArguments(arguments));
            if (request.action() == Request.Action.HELP) {
                out.print(help(queue));
                return 0;
            }
            return run(request, queue, out, err, arguments);
        } catch (IllegalArgumentException e) {
            err.println(NAME + ": " + e.getMessage() + "; see " + NAME + " --help");
            return BAD_ARGUMENTS;
        }
    }

    private static int run(Request request, RedQueue queue, PrintStream out, PrintStream err, String... arguments) {
        try (var application = new SpringApplicationBuilder(Broker.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties("logging.level.root=warn")
                .run(Stream.of(arguments).filter(Request::isOfSpring).toArray(String[]::new))) {
            var deadLetters = new DeadLetters(application.getBean(ConnectionFactory.class));
            var deadQueue = new DeadQueue(queue, application.getBean(RabbitTemplate.class), deadLetters,
                    Clock.systemUTC());
            return new Session(request, queue, deadQueue, deadLetters, out).run() ? 0 : SOMETHING_LEFT;
        } catch (AmqpException e) {
            err.println(NAME + ": the broker failed; nothing is lost, run it again. " + rootOf(e));
            return BROKER_FAILED;
        }
    }

    private static String help(RedQueue queue) {
        return """
                Usage: %1$s list|show|replay|drop [ID...] [--reason=TEXT] [--limit=N] ...

                Looks after the messages that were set aside in %2$s.

                  list    a line for each: id, time, size, and what is wrong with it
                  show    all of it; long bodies are cut, unless with --full
                  replay  sends those that can be read by now back to %3$s; what would
                          be set aside again is left, unless with --force
                  drop    deletes

                  ID...          only letters with these ids
                  --reason=TEXT  only letters with this in their reason
                  --all          replay or drop all of them
                  --limit=N      no more than N letters

                Ends with 0; with 1 when a letter was left or not found, 2 when the
                arguments are wrong, 3 when the broker failed. Ended at any moment it
                loses nothing: run it again.
                """.formatted(NAME, queue.deadName(), queue.name());
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    /** The connection that the service is configured to have. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({SslAutoConfiguration.class, RabbitAutoConfiguration.class})
    static class Broker {}
}
