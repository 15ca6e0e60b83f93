package org.redstats.demo.red.measure;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

import org.redstats.demo.red.measure.ImageRefused.Fault;

/**
 * Measures how red an image is: the mean of {@code max(0, R - max(G, B)) / 255} over all pixels, weighted by their alpha.
 * Of an animation it measures the first frame.
 *
 * <p>Large images are decoded in strips, so that one takes no more memory than its share of the heap, and none at all
 * before the header has said how many pixels there are.
 */
public final class RedMeter {

    /** What JPEG and GIF can have at most; a single row must fit into memory too. */
    private static final int LONGEST_SIDE = 65_535;

    private final int maxPixels;
    private final long stripBytes;

    /**
     * @param maxPixels of an image, by its header
     * @param stripBytes most memory for decoded pixels of one image
     */
    public RedMeter(int maxPixels, long stripBytes) {
        this.maxPixels = maxPixels;
        this.stripBytes = stripBytes;
    }

    /**
     * @return 0 to 1
     * @throws ImageRefused when there is no such image, or it is too large
     */
    public double measure(ImageInputStream image) {
        try {
            var format = ImageFormat.of(image);
            format.inspect(image);
            image.setByteOrder(ByteOrder.BIG_ENDIAN);
            image.seek(0);
            var reader = format.reader();
            try {
                return measure(image, reader);
            } finally {
                reader.dispose();
            }
        } catch (ImageRefused e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders meet damage with either
            throw new ImageRefused(Fault.DAMAGED, "is damaged, or of a kind that cannot be read", e);
        }
    }

    private double measure(ImageInputStream image, ImageReader reader) throws IOException {
        var doubtful = new AtomicBoolean();
        reader.addIIOReadWarningListener((source, warning) -> doubtful.set(true));
        reader.setInput(image, false, true);
        var width = reader.getWidth(0);
        var height = reader.getHeight(0);
        requireSize(width, height);
        var rows = rowsOfStrip(width, typeOf(reader));
        var redness = new Redness();
        for (var y = 0; y < height; y += rows) {
            addStrip(redness, reader, new Rectangle(0, y, width, Math.min(rows, height - y)));
        }
        // The JPEG decoder does not fail where a file breaks off, it warns and goes on in grey.
        if (doubtful.get() && reader.getFormatName().equalsIgnoreCase("jpeg") && !JpegScans.isComplete(image)) {
            throw new ImageRefused(Fault.DAMAGED, "breaks off before its end");
        }
        return redness.mean();
    }

    private void requireSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw new ImageRefused(Fault.DAMAGED, "has no pixels");
        }
        if ((long) width * height > maxPixels || Math.max(width, height) > LONGEST_SIDE) {
            throw new ImageRefused(Fault.TOO_LARGE,
                    "has " + width + " x " + height + " pixels, the most are " + maxPixels
                            + " and " + LONGEST_SIDE + " on a side");
        }
    }

    private static ImageTypeSpecifier typeOf(ImageReader reader) throws IOException {
        var types = reader.getImageTypes(0);
        var type = types.hasNext() ? types.next() : null;
        // Inks become colours by a profile, which takes minutes with what the JDK has for it.
        if (type == null || type.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
            throw new ImageRefused(Fault.UNSUPPORTED, "is in CMYK, the colours of printers; send it in RGB");
        }
        return type;
    }

    private int rowsOfStrip(int width, ImageTypeSpecifier type) {
        var sample = type.getSampleModel();
        var bytesOfPixel = sample.getNumDataElements() * DataBuffer.getDataTypeSize(sample.getDataType()) / Byte.SIZE;
        return Math.clamp(stripBytes / ((long) width * bytesOfPixel), 1, Integer.MAX_VALUE);
    }

    private static void addStrip(Redness redness, ImageReader reader, Rectangle region) throws IOException {
        var parameters = reader.getDefaultReadParam();
        parameters.setSourceRegion(region);
        var strip = reader.read(0, parameters);
        var row = new int[strip.getWidth()];
        for (var y = 0; y < strip.getHeight(); y++) {
            redness.add(strip.getRGB(0, y, row.length, 1, row, 0, row.length));
        }
    }
}
