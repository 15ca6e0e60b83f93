package org.redstats.gateway.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The page as browsers get it.
 *
 * @param version changes whenever the content of any of its files does
 * @param html whose links contain the version
 */
record Page(String version, String html) {

    private static final String INDEX = "index.html";
    private static final String PLACEHOLDER = "{version}";
    private static final int VERSION_LENGTH = 12;

    String etag() {
        return '"' + version + '"';
    }

    /** @throws IllegalStateException when there is no page at any of these locations */
    static Page in(String... locations) {
        try {
            var files = Arrays.stream(locations).map(Page::files).filter(found -> !found.isEmpty()).findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + INDEX + " in " + List.of(locations)));
            var digest = MessageDigest.getInstance("SHA-256");
            var html = "";
            for (var file : files) {
                var content = file.getContentAsByteArray();
                digest.update(content);
                if (INDEX.equals(file.getFilename())) {
                    html = new String(content, StandardCharsets.UTF_8);
                }
            }
            var version = HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_LENGTH);
            return new Page(version, html.replace(PLACEHOLDER, version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** All files of a location that has a page, in an order that is the same everywhere; else none. */
    private static List<Resource> files(String location) {
        var resources = new PathMatchingResourcePatternResolver();
        try {
            if (!resources.getResource(location + INDEX).exists()) {
                return List.of();
            }
            return Arrays.stream(resources.getResources(location + "*.*"))
                    .sorted(Comparator.comparing(file -> String.valueOf(file.getFilename())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
