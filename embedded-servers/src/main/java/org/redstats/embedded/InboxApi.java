package org.redstats.embedded;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.net.httpserver.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The part of Mailpit's API that shows and deletes mails. */
final class InboxApi {
    private static final String BASE = "/api/v1/";

    private final JsonMapper json = JsonMapper.builder().build();
    private final Mailbox mailbox;

    InboxApi(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    private record Listing(int total, int start, int count, List<Entry> messages) {}

    private record Entry(@JsonProperty("ID") String id, @JsonProperty("MessageID") String messageId,
            @JsonProperty("From") Mail.Address from, @JsonProperty("To") List<Mail.Address> to,
            @JsonProperty("Subject") String subject, @JsonProperty("Created") Instant created,
            @JsonProperty("Size") int size, @JsonProperty("Snippet") String snippet) {
        static Entry of(Mail mail) {
            return new Entry(mail.id(), mail.messageId(), mail.from(), mail.to(), mail.subject(), mail.created(),
                    mail.size(), mail.snippet());
        }
    }

    private record Deletion(@JsonProperty("IDs") @Nullable Set<String> ids) {}

    InboxAnswer answer(HttpExchange request) throws IOException {
        URI uri = request.getRequestURI();
        String[] path = uri.getPath().substring(BASE.length()).split("/");
        return switch (request.getRequestMethod()) {
            case "GET", "HEAD" -> show(path, uri);
            case "DELETE" -> path.length == 1 && path[0].equals("messages") ? delete(request) : InboxAnswer.notFound();
            default -> InboxAnswer.text(405, "method not allowed");
        };
    }

    private InboxAnswer show(String[] path, URI uri) {
        if (path.length == 1 && path[0].equals("messages")) {
            return json(list(parameter(uri, "start", 0), parameter(uri, "limit", 50)));
        }
        if (path.length < 2 || path.length > 3 || !path[0].equals("message")) {
            return InboxAnswer.notFound();
        }
        return mailbox.find(path[1]).map(mail -> path.length == 2 ? json(mail) : part(mail, path[2]))
                .orElseGet(() -> InboxAnswer.text(404, "Message not found"));
    }

    private InboxAnswer part(Mail mail, String name) {
        return name.equals("headers") ? json(mail.headers()) : InboxAnswer.notFound();
    }

    private Listing list(int start, int limit) {
        List<Mail> mails = mailbox.newestFirst();
        List<Entry> page = mails.stream().skip(start).limit(limit).map(Entry::of).toList();
        return new Listing(mails.size(), start, page.size(), page);
    }

    private InboxAnswer delete(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readAllBytes();
        Set<String> ids = body.length == 0 ? null : json.readValue(body, Deletion.class).ids();
        if (ids == null || ids.isEmpty()) {
            mailbox.clear();
        } else {
            mailbox.remove(ids);
        }
        return InboxAnswer.text(200, "ok");
    }

    private InboxAnswer json(Object value) {
        return new InboxAnswer(200, "application/json", json.writeValueAsString(value));
    }

    private static int parameter(URI uri, String name, int fallback) {
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        return Arrays.stream(query.split("&")).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> Integer.parseInt(pair.substring(name.length() + 1))).findFirst().orElse(fallback);
    }
}
