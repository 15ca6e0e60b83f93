package org.redstats.demo.launcher;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What was asked for on the command line. It uses nothing but the JDK, so that {@code ./demo} can run its source to check
 * the options before anything is built.
 *
 * @param traffic pictures a second, 0 for none
 * @param clean whether earlier data is deleted first
 * @param auth whether tokens are asked for, and an issuer runs that gives them to everybody
 */
record Options(int traffic, boolean clean, boolean auth, boolean help) {
    static final int MAX_TRAFFIC = 1_000;
    static final String HELP = """
            Usage: ./demo [--traffic N] [--auth] [--clean] [--help]

            Builds what is not built, then runs all of RED_STATS on this machine with
            an embedded PostgreSQL, broker and mail inbox, and a sample RED.
            Ctrl-C stops all of it.

              --traffic N  send N pictures a second, 1 to %d
              --auth       ask for tokens; a mock issuer runs that gives one to
                           everybody, for trying how sign-in works
              --clean      delete the data of earlier runs first (kept under .demo/)
              --help       show this and end
            """.formatted(MAX_TRAFFIC);

    private static final int HELP_SHOWN = 10;
    private static final int BAD_OPTION = 2;

    /** Ends with 0 for options to run with, 10 after help, 2 after an error. */
    public static void main(String[] arguments) {
        Options options = parseOrExit(arguments);
        if (options.help()) {
            System.out.print(HELP);
            System.exit(HELP_SHOWN);
        }
    }

    static Options parseOrExit(String... arguments) {
        try {
            return parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage() + "; see ./demo --help");
            System.exit(BAD_OPTION);
            throw e;
        }
    }

    static Options parse(List<String> arguments) {
        Options options = new Options(0, false, false, false);
        Queue<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String argument = left.remove();
            options = switch (argument) {
                case "--traffic" -> options.withTraffic(left.poll());
                case "--clean" -> new Options(options.traffic, true, options.auth, options.help);
                case "--auth" -> new Options(options.traffic, options.clean, true, options.help);
                case "--help", "-h" -> new Options(options.traffic, options.clean, options.auth, true);
                default -> {
                    if (argument.startsWith("--traffic=")) {
                        yield options.withTraffic(argument.substring("--traffic=".length()));
                    }
                    throw new IllegalArgumentException("there is no option " + argument);
                }
            };
        }
        return options;
    }

    private Options withTraffic(String number) {
        if (number == null || !number.matches("\\d{1,4}") || Integer.parseInt(number) < 1
                || Integer.parseInt(number) > MAX_TRAFFIC) {
            throw new IllegalArgumentException("--traffic needs a number from 1 to " + MAX_TRAFFIC
                    + (number == null ? "" : ", not " + number));
        }
        return new Options(Integer.parseInt(number), clean, auth, help);
    }
}
