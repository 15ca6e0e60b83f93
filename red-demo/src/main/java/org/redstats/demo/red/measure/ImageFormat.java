package org.redstats.demo.red.measure;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.redstats.demo.red.measure.ImageRefused.Fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The formats we read, told apart by their first bytes; what else the JDK could read is not let near it. */
enum ImageFormat {

    PNG("\u0089PNG\r\n\u001a\n") {
        @Override
        void inspect(ImageInputStream image) throws IOException {
            PngChunks.requireWithin(image);
        }
    },

    JPEG("\u00ff\u00d8\u00ff") {
        @Override
        void inspect(ImageInputStream image) throws IOException {
            JpegScans.requireFew(image);
        }
    },

    GIF("GIF8"),

    BMP("BM") {
        @Override
        void inspect(ImageInputStream image) throws IOException {
            BmpHeader.requireUncompressed(image);
        }
    };

    private static final int LONGEST_SIGNATURE = 8;

    private final String signature;

    ImageFormat(String signature) {
        this.signature = signature;
    }

    static ImageFormat of(ImageInputStream image) throws IOException {
        var start = new byte[LONGEST_SIGNATURE];
        image.seek(0);
        var length = image.read(start);
        if (length <= 0) {
            throw new ImageRefused(Fault.EMPTY, "is empty");
        }
        var beginning = new String(start, 0, length, ISO_8859_1);
        return Arrays.stream(values())
                .filter(format -> beginning.startsWith(format.signature))
                .findFirst()
                .orElseThrow(() -> new ImageRefused(Fault.NOT_AN_IMAGE, "is not a PNG, JPEG, GIF or BMP image"));
    }

    /** Refuses what would make the decoder use more memory or time than the size of the image tells. */
    void inspect(ImageInputStream image) throws IOException {}

    ImageReader reader() {
        return ImageIO.getImageReadersByFormatName(name()).next();
    }
}
