package org.redstats.event.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Text of strangers, made safe for a terminal or a log: on one line, and nothing in it that is not seen. */
final class Printable {

    private Printable() {}

    /** Shows all but visible characters and the space by their number: a backslash, u, and it in hexadecimal in braces. */
    static String text(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                safe.append("\\\\");
            } else if (isVisible(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return safe.toString();
    }

    /** Bytes as UTF-8, or as Latin-1 where they are not. */
    static String text(byte[] bytes) {
        try {
            return text(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return text(new String(bytes, ISO_8859_1));
        }
    }

    // Among the others are those that turn the direction of the text, and those that a font may have anything for.
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
