package org.redstats.subscribe.subscriptions;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A URL that alerts can be posted to: its host in lower case and ASCII, nothing in it that a reader could take for another
 * host than a client does.
 *
 * @param host without the port
 */
record WebhookUrl(String value, String host, int port) implements Address {

    private static final int MAX_LENGTH = 2048;
    private static final Pattern URL = Pattern
            .compile("(https?)://([^/?#@:\\[\\]\\s\\\\]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?([/?][^#\\s\\\\]*)?",
                    Pattern.CASE_INSENSITIVE);
    private static final int FIRST_FREE_PORT = 1024;
    private static final int LAST_PORT = 65535;

    /** @throws WrongValue when it is not such a URL */
    static WebhookUrl parse(String text, boolean allowHttp) {
        var parts = URL.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            throw new WrongValue("must be a URL such as https://example.org/alerts, of at most " + MAX_LENGTH
                    + " characters, without a user or a fragment");
        }
        var scheme = parts.group(1).toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !allowHttp) {
            throw new WrongValue("must begin with https://");
        }
        var usual = scheme.equals("http") ? 80 : 443;
        var port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
        if (port != 80 && port != 443 && (port < FIRST_FREE_PORT || port > LAST_PORT)) {
            throw new WrongValue("must have the port 80, 443, or one from " + FIRST_FREE_PORT + " to " + LAST_PORT);
        }
        var host = ascii(parts.group(2));
        var path = parts.group(4) == null ? "/" : parts.group(4);
        var url = uri(scheme + "://" + host + (port == usual ? "" : ":" + port)
                + (path.startsWith("?") ? "/" + path : path));
        if (url.getHost() == null) {
            throw new WrongValue("must have a host such as example.org");
        }
        return new WebhookUrl(url.toASCIIString(), host, port);
    }

    private static String ascii(String host) {
        try {
            return IDN.toASCII(host).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        } catch (IllegalArgumentException e) {
            throw new WrongValue("must have a host such as example.org");
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new WrongValue("must be a URL such as https://example.org/alerts");
        }
    }

    @Override
    public String key() {
        return value;
    }

    String hostAndPort() {
        return host + ":" + port;
    }

    /** Without the path, which may be a secret. */
    @Override
    public String toString() {
        return hostAndPort();
    }
}
