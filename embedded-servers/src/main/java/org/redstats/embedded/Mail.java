package org.redstats.embedded;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One received mail, its JSON names being those of Mailpit.
 *
 * @param id ours, not the sender's
 * @param messageId without the angle brackets; empty when there is none
 * @param created when it was received
 * @param date what the sender says, else {@code created}
 * @param text the plain part; of a mail without one, the words of its HTML
 * @param html empty when there is none
 * @param headers decoded values by name, in the order of the mail
 */
public record Mail(@JsonProperty("ID") String id, @JsonProperty("MessageID") String messageId,
        @JsonProperty("From") Address from, @JsonProperty("To") List<Address> to,
        @JsonProperty("Subject") String subject, @JsonIgnore Instant created, @JsonProperty("Date") Instant date,
        @JsonProperty("Text") String text, @JsonProperty("HTML") String html, @JsonProperty("Size") int size,
        @JsonIgnore Map<String, List<String>> headers) {

    /** A person in a header. */
    public record Address(@JsonProperty("Name") String name, @JsonProperty("Address") String address) {}

    /** Returns the header's first value, whatever the case of its name. */
    public @Nullable String header(String name) {
        return headers.entrySet().stream().filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(header -> header.getValue().getFirst()).findFirst().orElse(null);
    }

    String snippet() {
        String words = text.strip().replaceAll("\\s+", " ");
        return words.length() > 250 ? words.substring(0, 250) : words;
    }
}
