package org.redstats.demo.red.measure;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

import org.redstats.demo.red.measure.ImageRefused.Fault;

/** A compressed BMP is decoded as a whole, or holds an image of another format and size. Hardly anybody makes them. */
final class BmpHeader {

    private static final int HEADER_SIZE_AT = 14;
    private static final int COMPRESSION_AT = 30;
    private static final int FIRST_SIZE_WITH_COMPRESSION = 40;
    private static final int NONE = 0;
    private static final int BIT_FIELDS = 3;

    private BmpHeader() {}

    static void requireUncompressed(ImageInputStream image) throws IOException {
        image.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        image.seek(HEADER_SIZE_AT);
        if (image.readInt() < FIRST_SIZE_WITH_COMPRESSION) {
            return;
        }
        image.seek(COMPRESSION_AT);
        var compression = image.readInt();
        if (compression != NONE && compression != BIT_FIELDS) {
            throw new ImageRefused(Fault.UNSUPPORTED, "is a compressed BMP, which is not supported");
        }
    }
}
