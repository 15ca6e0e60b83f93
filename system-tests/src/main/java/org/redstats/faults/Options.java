package org.redstats.faults;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.redstats.faults.fault.Fault;

/**
 * What was chosen on the command line.
 *
 * @param faults in the order in which they are played
 * @param rounds of each; empty for as many as each has by itself
 * @param seconds how long a fault lasts; empty for as long as each does by itself
 * @param rate events a second
 * @param seed of all chance
 * @param document whose table gets the lines; null for none
 */
record Options(List<Fault> faults, OptionalInt rounds, OptionalDouble seconds, double rate, long seed,
        @Nullable Path document) {

    private static final Set<String> WITH_VALUE = Set.of("--rounds", "--seconds", "--rate", "--seed", "--write");

    /** @throws IllegalArgumentException when there is no such option or fault */
    static Options parse(List<Fault> all, List<String> words) {
        var names = new ArrayList<String>();
        var values = new HashMap<String, String>();
        Queue<String> left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            var word = left.remove();
            if (WITH_VALUE.contains(word)) {
                var value = left.poll();
                if (value == null) {
                    throw new IllegalArgumentException(word + " needs a value");
                }
                values.put(word, value);
            } else if (word.equals("--long")) {
                all.forEach(fault -> names.add(fault.name()));
            } else if (word.startsWith("--")) {
                throw new IllegalArgumentException("there is no option " + word);
            } else {
                names.add(word);
            }
        }
        var rounds = values.get("--rounds");
        var document = values.get("--write");
        return new Options(names.stream().map(name -> find(all, name)).toList(),
                rounds == null ? OptionalInt.empty() : OptionalInt.of((int) number(values, "--rounds", 0)),
                values.containsKey("--seconds") ? OptionalDouble.of(number(values, "--seconds", 0))
                        : OptionalDouble.empty(),
                number(values, "--rate", 100),
                (long) number(values, "--seed", new Random().nextInt(Integer.MAX_VALUE)),
                document == null ? null : Path.of(document));
    }

    private static Fault find(List<Fault> all, String name) {
        return all.stream().filter(fault -> fault.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no fault " + name + ", but "
                        + all.stream().map(Fault::name).collect(Collectors.joining(", "))));
    }

    private static double number(Map<String, String> values, String name, double standard) {
        var value = values.get(name);
        if (value == null) {
            return standard;
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, not " + value, e);
        }
    }

    int roundsOf(Fault fault) {
        return rounds.orElse(fault.rounds());
    }
}
