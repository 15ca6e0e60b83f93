package org.redstats.gateway.client;

import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What of an address may stand in a log: of parameters that are not known to be harmless only the name. */
final class Redacted {

    private static final Set<String> HARMLESS = Set.of("from", "to", "step", "red_threshold", "user_id", "limit",
            "cursor", "buckets", "since");

    private Redacted() {}

    /** Path and query, still encoded, so that it cannot break out of its line. */
    static String target(URI uri) {
        String query = uri.getRawQuery();
        return query == null ? uri.getRawPath() : uri.getRawPath() + "?" + redacted(query);
    }

    private static String redacted(String query) {
        return Arrays.stream(query.split("&", -1)).map(Redacted::parameter).collect(Collectors.joining("&"));
    }

    private static String parameter(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        return equals < 0 || HARMLESS.contains(name) ? parameter : name + "=***";
    }
}
