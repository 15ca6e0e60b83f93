package org.redstats.demo.red.measure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Images that coverage leads to: each is measured, or is refused. */
class RedMeterFuzzTests {

    private static final RedMeter METER = new RedMeter(1_000_000, 1 << 20);

    static Stream<byte[]> examples() {
        return Stream.of("png", "jpeg", "gif", "bmp").map(RedMeterFuzzTests::image);
    }

    private static byte[] image(String format) {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0xC02040);
        var file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    @MethodSource("examples")
    @FuzzTest
    void isMeasuredOrRefused(byte @Nullable [] file) throws IOException {
        try (var image = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(file == null ? new byte[0] : file))) {
            assertThat(METER.measure(image)).isBetween(0.0, 1.0);
        } catch (ImageRefused e) {
            assertThat(e.reason()).isNotBlank();
        }
    }
}
