package org.redstats.demo.red.measure;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

import org.redstats.demo.red.measure.ImageRefused.Fault;

/**
 * A progressive JPEG is decoded scan by scan, each over all pixels: a small file of many scans would take minutes. Real
 * ones have about ten.
 */
final class JpegScans {

    private static final int MOST = 32;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;

    private final ImageInputStream image;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int length;

    private JpegScans(ImageInputStream image) {
        this.image = image;
    }

    static void requireFew(ImageInputStream image) throws IOException {
        image.seek(2);
        if (new JpegScans(image).countUpTo(MOST + 1) > MOST) {
            throw new ImageRefused(Fault.TOO_LARGE, "has more than " + MOST + " scans");
        }
    }

    /** Whether the last thing in the file is the end of an image. */
    static boolean isComplete(ImageInputStream image) throws IOException {
        var length = image.length();
        if (length < 4) {
            return false;
        }
        image.seek(length - 2);
        return image.readUnsignedShort() == (0xFF00 | END_OF_IMAGE);
    }

    private int countUpTo(int enough) throws IOException {
        var scans = 0;
        for (var marker = nextMarker(); marker >= 0 && marker != END_OF_IMAGE
                && scans < enough; marker = nextMarker()) {
            if (marker == START_OF_SCAN) {
                scans++;
            }
            if (hasLength(marker)) {
                skip(((next() << 8) | next()) - 2);
            }
        }
        return scans;
    }

    private static boolean hasLength(int marker) {
        return marker >= 0xC0 && (marker < 0xD0 || marker > END_OF_IMAGE);
    }

    // Within the data of a scan 0xFF is followed by 0, and restarts are no markers that matter here.
    private int nextMarker() throws IOException {
        var previous = 0;
        for (var current = next(); current >= 0; current = next()) {
            if (previous == 0xFF && current != 0 && current != 0xFF) {
                return current;
            }
            previous = current;
        }
        return -1;
    }

    private int next() throws IOException {
        if (position == length) {
            length = image.read(buffer);
            position = 0;
            if (length <= 0) {
                length = 0;
                return -1;
            }
        }
        return buffer[position++] & 0xFF;
    }

    private void skip(int count) throws IOException {
        for (var left = count; left > 0 && next() >= 0; left--) {
            // Their content does not matter.
        }
    }
}
