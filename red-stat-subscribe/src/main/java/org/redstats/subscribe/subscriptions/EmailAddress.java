package org.redstats.subscribe.subscriptions;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An address that any mail server takes: a local part of plain characters and the name of a domain, which is written in
 * lower case and its ASCII form. Two addresses that differ only in case are the same to the key of the table.
 */
record EmailAddress(String value) implements Address {

    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_LENGTH = 64;
    private static final Pattern LOCAL = Pattern
            .compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
    private static final Pattern DOMAIN = Pattern
            .compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

    /** @throws WrongValue when it is not such an address; control characters and line breaks never are */
    static EmailAddress parse(String text) {
        var at = text.lastIndexOf('@');
        var local = text.substring(0, Math.max(at, 0));
        var domain = at < 0 ? "" : ascii(text.substring(at + 1));
        if (local.length() > MAX_LOCAL_LENGTH || !LOCAL.matcher(local).matches() || !DOMAIN.matcher(domain).matches()) {
            throw new WrongValue("must be an e-mail address such as name@example.org");
        }
        var address = local + "@" + domain;
        if (address.length() > MAX_LENGTH) {
            throw new WrongValue("must not be longer than " + MAX_LENGTH + " characters");
        }
        return new EmailAddress(address);
    }

    private static String ascii(String domain) {
        try {
            return domain.length() > MAX_LENGTH ? "" : IDN.toASCII(domain).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public String key() {
        return value.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "EmailAddress";
    }
}
