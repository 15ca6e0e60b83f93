package org.redstats.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jakarta.mail.MessagingException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest mails, in memory and, when it has a folder, one file each. */
final class Mailbox {
    static final int CAPACITY = 5_000;

    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);
    private static final String SUFFIX = ".eml";

    private final Deque<Mail> mails = new ArrayDeque<>();
    private final @Nullable Path folder;

    private Mailbox(@Nullable Path folder) {
        this.folder = folder;
    }

    static Mailbox open(@Nullable Path folder) {
        Mailbox mailbox = new Mailbox(folder);
        if (folder != null) {
            mailbox.load(folder);
        }
        return mailbox;
    }

    /** Takes a mail; it is on the disk when this returns. */
    synchronized void add(byte[] raw) throws IOException {
        Instant now = Instant.now();
        // The time comes first, so that the files sort by age.
        String id = "%013d-%s".formatted(now.toEpochMilli(), UUID.randomUUID().toString().substring(0, 8));
        if (folder != null) {
            Files.write(file(folder, id), raw);
        }
        remember(id, now, raw);
    }

    synchronized List<Mail> newestFirst() {
        return List.copyOf(mails);
    }

    synchronized Optional<Mail> find(String id) {
        return mails.stream().filter(mail -> id.equals("latest") || mail.id().equals(id)).findFirst();
    }

    synchronized void clear() {
        remove(mail -> true);
    }

    synchronized void remove(Set<String> ids) {
        remove(mail -> ids.contains(mail.id()));
    }

    private void remove(Predicate<Mail> which) {
        for (Mail mail : Set.copyOf(mails)) {
            if (which.test(mail)) {
                mails.remove(mail);
                deleteFile(mail);
            }
        }
    }

    private void remember(String id, Instant created, byte[] raw) throws IOException {
        try {
            mails.addFirst(MailParser.parse(id, created, raw));
        } catch (MessagingException e) {
            throw new IOException("not a mail", e);
        }
        while (mails.size() > CAPACITY) {
            deleteFile(mails.removeLast());
        }
    }

    private void load(Path from) {
        try (Stream<Path> files = Files.list(Files.createDirectories(from))) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList()) {
                load(file, file.getFileName().toString().replace(SUFFIX, ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the mails in " + from, e);
        }
    }

    private void load(Path file, String id) {
        try {
            remember(id, Instant.ofEpochMilli(Long.parseLong(id.substring(0, 13))), Files.readAllBytes(file));
        } catch (IOException | RuntimeException e) {
            log.warn("{} is not a mail of ours and is left out", file, e);
        }
    }

    private void deleteFile(Mail mail) {
        if (folder != null) {
            try {
                Files.deleteIfExists(file(folder, mail.id()));
            } catch (IOException e) {
                log.warn("The mail {} stays on the disk", mail.id(), e);
            }
        }
    }

    private static Path file(Path folder, String id) {
        return folder.resolve(id + SUFFIX);
    }
}
