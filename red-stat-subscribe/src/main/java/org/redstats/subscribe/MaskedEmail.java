package org.redstats.subscribe;

import java.util.regex.Pattern;

/** An address as it may be logged or shown to whoever holds a link: its first letter and its domain. */
public final class MaskedEmail {

    private static final Pattern ADDRESS = Pattern.compile("([^\\s<>\"@])[^\\s<>\"@]*@");

    private MaskedEmail() {}

    /** {@code ann@example.org} becomes {@code a***@example.org}. */
    public static String of(String email) {
        return email.charAt(0) + "***" + email.substring(email.lastIndexOf('@'));
    }

    /** The same for every address in somebody else's words. */
    public static String within(String text) {
        return ADDRESS.matcher(text).replaceAll("$1***@");
    }
}
