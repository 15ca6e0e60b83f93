package org.redstats.faults.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of its own under a folder, in memory, that is full whenever it is wanted; what the folder had goes there and back. */
final class SmallDisk implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;
    private static final long PAGE = 4096;

    private final Path folder;
    private final Path original;
    private final Path ballast;
    private final Thread atTheEnd = new Thread(this::detach, "end of a disk");

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.original = folder.resolveSibling(folder.getFileName() + ".original");
        this.ballast = folder.resolve("ballast");
    }

    /**
     * Puts a disk under a folder that nobody uses at the moment, and that need not be there yet.
     *
     * @param free how many bytes there are beyond what the folder has now
     * @throws NotPossibleHere where we may not mount one
     */
    static SmallDisk under(Path folder, long free) throws IOException, NotPossibleHere, InterruptedException {
        var disk = new SmallDisk(folder);
        Files.createDirectories(folder);
        Files.move(folder, disk.original);
        Files.createDirectory(folder);
        var size = used(disk.original) + free;
        if (run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + size, "red-faults", folder.toString()) != 0) {
            Files.delete(folder);
            Files.move(disk.original, folder);
            throw new NotPossibleHere("no disk of its own can be mounted for " + folder.getFileName() + "; root may");
        }
        Runtime.getRuntime().addShutdownHook(disk.atTheEnd);
        copy(disk.original, folder);
        return disk;
    }

    /** Leaves no room at all. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            for (var chunk = new byte[CHUNK];;) {
                out.write(chunk);
            }
        } catch (IOException e) {
            if (Files.getFileStore(folder).getUsableSpace() >= CHUNK) {
                throw e;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(ballast);
    }

    /** Puts the folder back to where it was, with what it has now; nobody may use it meanwhile. */
    @Override
    public void close() throws IOException {
        try {
            makeRoom();
            require(run("rm", "-rf", original.toString()), "empty " + original);
            Files.createDirectory(original);
            copy(folder, original);
            require(run("umount", folder.toString()), "unmount " + folder);
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
            Files.delete(folder);
            Files.move(original, folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Takes it away although it may be in use: everything ends. */
    private void detach() {
        try {
            run("umount", "--lazy", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        require(run("cp", "-a", from + "/.", to.toString()), "copy " + from);
    }

    private static long used(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.mapToLong(SmallDisk::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) + PAGE : PAGE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static void require(int exitCode, String what) {
        if (exitCode != 0) {
            throw new IllegalStateException("cannot " + what);
        }
    }
}
