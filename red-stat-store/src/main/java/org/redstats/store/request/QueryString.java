package org.redstats.store.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** The parameters of one request, and what turned out to be wrong with them while they were read. */
public final class QueryString {

    private final Map<String, String[]> parameters;
    private final Map<String, String> errors = new LinkedHashMap<>();

    private QueryString(Map<String, String[]> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads all that a request needs before it complains, so that the client learns every wrong field at once.
     *
     * @throws InvalidQuery when anything was wrong
     */
    public static <T> T read(Map<String, String[]> parameters, Function<QueryString, T> reader) {
        var query = new QueryString(parameters);
        var result = reader.apply(query);
        if (!query.errors.isEmpty()) {
            throw new InvalidQuery(query.errors.entrySet()
                    .stream()
                    .map(error -> new InvalidQuery.Wrong(error.getKey(), error.getValue()))
                    .toList());
        }
        return result;
    }

    /** Returns the fallback for what is not there, and, so that reading can go on, for what is wrong. */
    public <T extends @Nullable Object> T value(String name, Rule<? extends T> rule, T fallback) {
        var values = parameters.get(name);
        if (values == null) {
            return fallback;
        }
        if (values.length != 1) {
            wrong(name, "must be given once");
            return fallback;
        }
        try {
            return rule.read(values[0]);
        } catch (RuleBroken e) {
            wrong(name, e.rule());
            return fallback;
        }
    }

    /** Notes that a parameter is wrong; the first complaint about it stands. */
    public void wrong(String name, String message) {
        errors.putIfAbsent(name, message);
    }

    public boolean isWrong(String name) {
        return errors.containsKey(name);
    }
}
