package org.redstats.demo.red.measure;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

import org.redstats.demo.red.measure.ImageRefused.Fault;

/** The decoder allocates as many bytes as some chunks say they have, so they must not say more than there are. */
final class PngChunks {

    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHECKSUM_LENGTH = 4;
    private static final int END = 0x49454E44;

    private PngChunks() {}

    static void requireWithin(ImageInputStream image) throws IOException {
        image.seek(SIGNATURE_LENGTH);
        var type = 0;
        while (type != END) {
            var length = image.readInt();
            type = image.readInt();
            var last = image.getStreamPosition() + length + CHECKSUM_LENGTH - 1;
            if (length < 0) {
                throw new ImageRefused(Fault.DAMAGED, "has a part of impossible length");
            }
            image.seek(last);
            image.readByte(); // ends in an EOFException where the file ends before the chunk
        }
    }
}
