package org.redstats.bench.harness;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was chosen on the command line, for the rest what holds without a choice. */
public final class Arguments {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,12})([kM]?)");

    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    private Arguments() {}

    /**
     * @param words such as {@code --events 1M} or {@code --events=1M}
     * @throws IllegalArgumentException when there is no such option, or its value is missing
     */
    public static Arguments parse(List<Option> options, List<String> words) {
        Arguments arguments = new Arguments();
        for (Option option : options) {
            if (option.standard() != null) {
                arguments.values.put(option.name(), option.standard());
            }
        }
        Queue<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            arguments.take(options, left.remove(), left);
        }
        return arguments;
    }

    private void take(List<Option> options, String word, Queue<String> left) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option option = options.stream().filter(each -> name.equals("--" + each.name())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no option " + name + " here"));
        if (option.standard() == null) {
            flags.add(option.name());
            return;
        }
        String value = equals < 0 ? left.poll() : word.substring(equals + 1);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " needs a value, such as " + option.usage());
        }
        values.put(option.name(), value);
    }

    /**
     * A number, where {@code 20k} and {@code 20M} are thousands and millions.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public long number(String name) {
        Matcher matcher = NUMBER.matcher(text(name));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--" + name + " must be a number such as 500, 20k or 20M, not "
                    + text(name));
        }
        return Long.parseLong(matcher.group(1)) * switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            default -> 1;
        };
    }

    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no option --" + name + " with a value here");
        }
        return value;
    }

    public boolean flag(String name) {
        return flags.contains(name);
    }
}
