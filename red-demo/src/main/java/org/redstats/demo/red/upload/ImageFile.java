package org.redstats.demo.red.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;

import org.redstats.demo.red.measure.ImageRefused;
import org.redstats.demo.red.measure.ImageRefused.Fault;
import org.redstats.demo.red.measure.RedMeter;

/** An image as it came, on disk while it waits for its turn, so that memory does not grow with the waiting. */
final class ImageFile implements AutoCloseable {

    private final Path file;

    private ImageFile(Path file) {
        this.file = file;
    }

    /** @throws ImageRefused when there is more than may be, or it ends early */
    static ImageFile receive(InputStream body, long maxBytes) {
        try {
            var received = new ImageFile(Files.createTempFile("red-", ".image"));
            try {
                received.write(body, maxBytes);
                return received;
            } catch (IOException | RuntimeException e) {
                received.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(InputStream body, long maxBytes) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[16 * 1024];
            var total = 0L;
            for (var n = read(body, buffer); n >= 0; n = read(body, buffer)) {
                total += n;
                if (total > maxBytes) {
                    throw tooLarge(maxBytes);
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new ImageRefused(Fault.DAMAGED, "did not arrive in full");
        }
    }

    static ImageRefused tooLarge(long maxBytes) {
        return new ImageRefused(Fault.TOO_LARGE, "has more than " + maxBytes + " bytes");
    }

    double measure(RedMeter meter) {
        try (var in = new FileImageInputStream(file.toFile())) {
            return meter.measure(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
