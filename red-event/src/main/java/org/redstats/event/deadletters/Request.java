package org.redstats.event.deadletters;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.boot.ApplicationArguments;

/**
 * What was asked for on the command line.
 *
 * @param ids those of the letters that are meant; none, all
 * @param reason what the reasons of the letters that are meant contain
 * @param limit how many letters at most
 * @param force whether letters are sent back that will be set aside again
 * @param full whether long bodies are shown whole
 */
record Request(Action action, Set<String> ids, String reason, int limit, boolean force, boolean full) {

    /** What is done with the letters. */
    enum Action {
        LIST, SHOW, REPLAY, DROP, HELP;

        boolean changesNothing() {
            return this == LIST || this == SHOW || this == HELP;
        }
    }

    private static final Set<String> OPTIONS = Set.of("reason", "limit", "all", "force", "full", "help");

    /** @throws IllegalArgumentException when nothing can be made of them; it says what is wrong */
    static Request of(ApplicationArguments arguments) {
        for (var name : arguments.getOptionNames()) {
            if (!OPTIONS.contains(name) && !isOfSpring(name)) {
                throw new IllegalArgumentException("there is no option --" + name);
            }
        }
        var words = arguments.getNonOptionArgs();
        var ids = words.stream().skip(2).collect(Collectors.toSet());
        var isHelp = words.size() < 2 || arguments.containsOption("help");
        var request = new Request(isHelp ? Action.HELP : action(words.get(1)), ids, value(arguments, "reason", ""),
                limit(value(arguments, "limit", "" + Integer.MAX_VALUE)), arguments.containsOption("force"),
                arguments.containsOption("full"));
        request.requireSelection(arguments.containsOption("all"));
        return request;
    }

    /** Options with a dot are properties of the service, such as {@code --spring.rabbitmq.host}. */
    static boolean isOfSpring(String option) {
        return option.contains(".");
    }

    boolean concerns(Letter letter) {
        return (ids.isEmpty() || ids.contains(letter.id())) && letter.reason().contains(reason);
    }

    private void requireSelection(boolean all) {
        var isSelected = !ids.isEmpty() || !reason.isEmpty();
        if (!action.changesNothing() && all == isSelected) {
            throw new IllegalArgumentException(name(action) + (all ? " takes ids and --reason, or --all, not both"
                    : " needs ids, --reason=TEXT or --all"));
        }
    }

    private static Action action(String word) {
        return Arrays.stream(Action.values()).filter(action -> name(action).equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no command " + Printable.text(word)));
    }

    private static String name(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static String value(ApplicationArguments arguments, String option, String otherwise) {
        var values = arguments.getOptionValues(option);
        if (values == null) {
            return otherwise;
        }
        if (values.size() != 1 || values.getFirst().isEmpty()) {
            throw new IllegalArgumentException("--" + option + " needs one value, as in --" + option + "=VALUE");
        }
        return values.getFirst();
    }

    private static int limit(String number) {
        try {
            var limit = Integer.parseInt(number);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--limit needs a number from 1, not " + Printable.text(number));
    }
}
