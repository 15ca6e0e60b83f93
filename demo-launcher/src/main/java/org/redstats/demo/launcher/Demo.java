package org.redstats.demo.launcher;

import java.nio.file.Path;
import java.util.List;

/** The entry of {@code ./demo}, once everything is built. */
public final class Demo {
    private Demo() {}

    public static void main(String[] arguments) throws InterruptedException {
        Options options = Options.parseOrExit(arguments);
        if (options.help()) {
            System.out.print(Options.HELP);
            return;
        }
        Console console = new Console(System.out, Boolean.getBoolean("red.demo.coloured"));
        List<PortUse> taken = PortUse.taken(DemoPorts.of(options));
        if (!taken.isEmpty()) {
            taken.forEach(port -> System.err.printf("demo: port %d is taken, it is needed for %s%n", port.port(),
                    port.purpose()));
            System.err.println("demo: nothing was started; stop what listens there (another demo?) and try again");
            System.exit(1);
        }
        System.exit(run(options, console));
    }

    private static int run(Options options, Console console) throws InterruptedException {
        Running running = new Running(console);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            running.stopAll();
            console.say("everything is stopped");
        }, "stop"));
        String outcome;
        try {
            outcome = new Show(options, new Folders(Path.of("").toAbsolutePath()), console, running).run();
        } catch (Exception e) {
            outcome = "cannot start: " + e;
        }
        if (running.isEnding()) {
            Thread.currentThread().join(); // somebody stops the demo: what ended by that is no news
        }
        console.say(outcome);
        return 1;
    }
}
