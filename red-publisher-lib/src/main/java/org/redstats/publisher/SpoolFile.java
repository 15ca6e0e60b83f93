package org.redstats.publisher;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;
import org.redstats.event.Envelope;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.Objects.requireNonNull;

/**
 * The spool's events on disk, by their place in the order. There is a file while there are events; a second one keeps
 * other processes out. A file that cannot be read is set aside under another name. Used by one thread, which must not be
 * interrupted: that would close the file.
 */
final class SpoolFile {

    private static final Logger log = LoggerFactory.getLogger(RedPublisher.class);
    private static final String NAME = "events.mv";
    private static final String LOCK_NAME = "lock";
    private static final String MAP = "events";

    /** As far as the clock may ever have been ahead when an event was written. */
    private static final Envelope ANY_TIME = new Envelope(null, null, Instant.parse("9999-12-31T00:00:00Z"));

    private final Path file;
    private final FileChannel lock;
    private @Nullable Opened opened;
    private volatile int size;
    private final AtomicLong damaged = new AtomicLong();

    private record Opened(MVStore store, MVMap<Long, byte[]> events) {

        static Opened of(Path file) {
            var store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open();
            store.setRetentionTime(0); // as every change is synced, what is no longer needed can be written over at once
            return new Opened(store, store.openMap(MAP, new MVMap.Builder<Long, byte[]>()
                    .keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE)));
        }

        void commit() {
            store.commit();
            store.sync();
        }
    }

    /** An event and its place. */
    record Stored(long place, RedEvent event) {}

    private SpoolFile(Path directory, FileChannel lock) {
        file = directory.resolve(NAME);
        this.lock = lock;
    }

    /**
     * Takes a folder and what an earlier process left in it.
     *
     * @throws IllegalStateException when the folder cannot be used, or another publisher has it
     */
    static SpoolFile in(Path directory) {
        try {
            Files.createDirectories(directory);
            var lock = FileChannel.open(directory.resolve(LOCK_NAME), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!isTaken(lock)) {
                lock.close();
                throw new IllegalStateException("The spool " + directory
                        + " is in use by another publisher; each needs a folder of its own");
            }
            var spool = new SpoolFile(directory, lock);
            spool.takeOver();
            return spool;
        } catch (IOException e) {
            throw new IllegalStateException("The spool " + directory + " cannot be used", e);
        }
    }

    private static boolean isTaken(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by another publisher of this process
        }
    }

    private void takeOver() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            log.info("The spool {} has {} events of an earlier run", file, use(this::open).events().size());
        } catch (IOException e) {
            if (damaged.get() == 0) {
                close();
                throw e;
            }
        }
    }

    /** Any thread may ask. */
    int size() {
        return size;
    }

    /** Any thread may ask. */
    long bytes() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // it was just deleted
        }
    }

    /** Files that were set aside; any thread may ask. */
    long damaged() {
        return damaged.get();
    }

    /** The first place behind all that are taken. */
    long nextPlace() {
        var last = opened == null ? null : opened.events().lastKey();
        return last == null ? 0 : last + 1;
    }

    /**
     * Forgets some and keeps others; when it returns, that is on disk. What is not there to be forgotten is no error.
     *
     * @throws IOException when they cannot be written; some may then be there all the same
     */
    void change(Collection<Long> forgotten, Collection<Stored> kept) throws IOException {
        var damagedBefore = damaged.get();
        try {
            use(() -> write(forgotten, kept));
        } catch (IOException e) {
            if (damaged.get() == damagedBefore) {
                throw e;
            }
            use(() -> write(List.of(), kept)); // into a file that is new
        }
    }

    /** Returns how many there are then. */
    private int write(Collection<Long> forgotten, Collection<Stored> kept) throws IOException {
        size = Files.exists(file) ? rewrite(forgotten, kept) : create(kept);
        return size;
    }

    private int rewrite(Collection<Long> forgotten, Collection<Stored> kept) throws IOException {
        var spool = open();
        forgotten.forEach(spool.events()::remove);
        put(spool, kept);
        if (spool.events().isEmpty()) {
            abandon(); // not written: there is never a file without events, unless it is damaged
            Files.delete(file);
            return 0;
        }
        spool.commit();
        return spool.events().size();
    }

    // Under another name until there is something in it.
    private int create(Collection<Stored> kept) throws IOException {
        if (kept.isEmpty()) {
            return 0;
        }
        var unfinished = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(unfinished);
        var spool = Opened.of(unfinished);
        try {
            put(spool, kept);
            spool.commit();
        } finally {
            spool.store().closeImmediately();
        }
        Files.move(unfinished, file);
        syncDirectory();
        return kept.size();
    }

    private static void put(Opened spool, Collection<Stored> kept) {
        kept.forEach(stored -> spool.events().put(stored.place(), RedEventJson.write(stored.event())));
    }

    /** @throws IOException when they cannot be read */
    List<Stored> oldest(int most) throws IOException {
        return use(() -> {
            var spool = open();
            return StreamSupport
                    .stream(((Iterable<Long>) () -> spool.events().keyIterator(null)).spliterator(), false)
                    .limit(most)
                    .map(place -> new Stored(place, read(spool, place)))
                    .toList();
        });
    }

    private static RedEvent read(Opened spool, Long place) {
        return RedEventJson.read(requireNonNull(spool.events().get(place)), ANY_TIME);
    }

    private <T> T use(Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (Exception e) {
            abandon();
            if (isDamage(e)) {
                setAside(e);
            }
            throw new IOException("The spool " + file + " cannot be used", e);
        }
    }

    private Opened open() {
        if (opened == null) {
            opened = Opened.of(file);
            size = opened.events().size();
            if (size == 0) {
                throw new IllegalStateException("There are no events in " + file);
            }
        }
        return opened;
    }

    // Else a power failure could take the file's name away, and with it all that is in it.
    private void syncDirectory() {
        try (var directory = FileChannel.open(requireNonNull(file.getParent()), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            log.debug("This system cannot sync a folder", e);
        }
    }

    /** A full or failing disk is none. */
    private static boolean isDamage(Exception e) {
        return switch (e) {
            case MVStoreException failure when failure.getErrorCode() == DataUtils.ERROR_WRITING_FAILED -> false;
            case MVStoreException failure when failure.getErrorCode() == DataUtils.ERROR_READING_FAILED ->
                !(failure.getCause() instanceof IOException cause) || cause instanceof EOFException;
            case RuntimeException _ -> true;
            default -> false;
        };
    }

    private void setAside(Exception cause) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        var aside = file.resolveSibling(NAME + ".damaged-" + System.currentTimeMillis());
        Files.move(file, aside);
        damaged.incrementAndGet();
        log.error("The spool's file is damaged and was set aside as {} with about {} events, which are not published; "
                + "a new one is begun", aside, size, cause);
        size = 0;
    }

    private void abandon() {
        if (opened != null) {
            opened.store().closeImmediately();
            opened = null;
        }
    }

    void close() {
        try {
            abandon(); // every change is on disk already
            lock.close();
        } catch (IOException e) {
            log.warn("The spool {} cannot be closed", file, e);
        }
    }
}
