package org.redstats.demo.red.measure;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.stream.FileImageInputStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.demo.red.Images;
import org.redstats.demo.red.measure.ImageRefused.Fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.offset;

class RedMeterTests {

    private static final int MAX_PIXELS = 1_000_000;
    private static final int ALL_AT_ONCE = 64 << 20;
    private static final Random RANDOM = new Random();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
            "255, 0, 0, 1", "0, 0, 0, 0", "255, 255, 255, 0", "128, 128, 128, 0", "0, 255, 0, 0", "0, 0, 255, 0",
            "255, 255, 0, 0", "255, 102, 51, 0.6", "51, 0, 0, 0.2", "200, 98, 98, 0.4"})
    void measuresPlainColoursExactly(int red, int green, int blue, double expected) {
        var image = Images.plain(BufferedImage.TYPE_INT_RGB, 7, 5, new Color(red, green, blue));

        assertThat(Stream.of("png", "gif", "bmp")).allSatisfy(
                format -> assertThat(measure(Images.file(image, format))).as(format).isEqualTo(expected));
        assertThat(measure(Images.file(image, "jpg"))).isEqualTo(expected, offset(0.02));
    }

    @Test
    void takesTheMeanOverAllPixels() {
        var image = Images.row(BufferedImage.TYPE_INT_RGB, Color.RED, Color.BLACK, Color.WHITE, new Color(255, 102, 0));

        assertThat(measure(Images.file(image, "png"))).isEqualTo(1.6 / 4);
    }

    @Test
    void weighsPixelsByTheirAlpha() {
        var half = new Color(255, 0, 0, 51);
        var image = Images.row(BufferedImage.TYPE_INT_ARGB, half, Color.BLACK, new Color(255, 0, 0, 0));

        assertThat(measure(Images.file(image, "png"))).isEqualTo(51.0 / (51 + 255), offset(1e-15));
    }

    @Test
    void findsNoRedInWhatIsInvisible() {
        var image = Images.plain(BufferedImage.TYPE_INT_ARGB, 3, 3, new Color(255, 0, 0, 0));

        assertThat(measure(Images.file(image, "png"))).isZero();
    }

    @Test
    void readsPalettesWithAndWithoutTransparency() {
        assertThat(measure(Images.file(Images.palette(0xFFFF0000, 0xFF000000), "png"))).isEqualTo(0.75);
        assertThat(measure(Images.file(Images.palette(0xFFFF0000, 0x00000000), "png"))).isEqualTo(1);
        assertThat(measure(Images.file(Images.palette(0xFFFF0000, 0x00000000), "gif"))).isEqualTo(1);
        assertThat(measure(Images.file(Images.palette(0xFF000000, 0xFFFF0000), "bmp"))).isEqualTo(0.25);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY})
    void findsNoRedInGrey(int type) {
        var image = Images.plain(type, 5, 5, Color.LIGHT_GRAY);

        assertThat(measure(Images.file(image, "png"))).isZero();
    }

    @Test
    void findsNoRedInAGreyJpeg() {
        assertThat(measure(Images.file(Images.plain(BufferedImage.TYPE_BYTE_GRAY, 9, 9, Color.GRAY), "jpg"))).isZero();
    }

    @Test
    void readsSixteenBitsAChannel() {
        assertThat(measure(Images.file(Images.deep(4, 4, 65535, 0, 0), "png"))).isEqualTo(1);
        assertThat(measure(Images.file(Images.deep(4, 4, 0x8000, 0x4000, 0x2000), "png"))).isEqualTo(0.25,
                offset(0.005));
    }

    @Test
    void measuresASinglePixel() {
        var image = Images.row(BufferedImage.TYPE_INT_RGB, Color.RED);

        assertThat(Stream.of("png", "gif", "bmp")).allSatisfy(
                format -> assertThat(measure(Images.file(image, format))).isEqualTo(1));
        assertThat(measure(Images.file(image, "jpg"))).isEqualTo(1, offset(0.02));
    }

    @Test
    void measuresTheFirstFrameOfAnAnimation() throws Exception {
        var red = Images.plain(BufferedImage.TYPE_INT_RGB, 4, 4, Color.RED);
        var blue = Images.plain(BufferedImage.TYPE_INT_RGB, 4, 4, Color.BLUE);

        assertThat(measure(Images.animatedGif(red, blue, blue))).isEqualTo(1);
        assertThat(measure(Images.animatedGif(blue, red, red))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void measuresStripByStripWhatItMeasuresAtOnce(String format) throws Exception {
        var image = noise(61, 47);
        var file = Images.file(image, format);

        assertThat(measure(file, new RedMeter(MAX_PIXELS, 61 * 3 * 5))).isEqualTo(measure(file));
        assertThat(measure(file, new RedMeter(MAX_PIXELS, 1))).isEqualTo(measure(file));
        assertThat(measure(file)).isEqualTo(expected(image), offset("gif".equals(format) || "jpg".equals(format)
                ? 0.1 : 1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void readsWhatIsWrittenInSeveralPasses(String format) throws Exception {
        var file = Images.progressive(Images.plain(BufferedImage.TYPE_INT_RGB, 50, 50, Color.RED), format);

        assertThat(measure(file)).isEqualTo(1, offset(0.02));
        assertThat(measure(file, new RedMeter(MAX_PIXELS, 1000))).isEqualTo(1, offset(0.02));
    }

    @ParameterizedTest
    @CsvSource({"2000, 2000", "30000, 30000", "2147483647, 2147483647", "999999, 1"})
    void refusesMorePixelsThanAllowedBeforeItDecodesThem(int width, int height) throws Exception {
        var bomb = Images.bomb(width, height);

        assertThat(bomb).hasSizeLessThan(100_000);
        assertThat(faultOf(bomb)).isEqualTo(Fault.TOO_LARGE);
    }

    @Test
    void refusesAJpegOfManyScans() throws Exception {
        var file = Images.progressive(Images.plain(BufferedImage.TYPE_INT_RGB, 50, 50, Color.RED), "jpg");
        var scan = indexOf(file, (byte) 0xDA) - 1;
        var many = new ByteArrayOutputStream();
        many.write(file, 0, scan);
        for (var i = 0; i < 100; i++) {
            many.write(file, scan, file.length - 2 - scan);
        }
        many.write(file, file.length - 2, 2);

        assertThat(faultOf(many.toByteArray())).isEqualTo(Fault.TOO_LARGE);
    }

    @Test
    void refusesAPngThatClaimsAPartLargerThanTheFile() throws Exception {
        var image = Images.file(Images.palette(0xFFFF0000, 0xFF000000), "png");
        var lie = ByteBuffer.allocate(12).putInt(Integer.MAX_VALUE).put("prIv".getBytes(US_ASCII)).putInt(0).array();
        var firstChunkEnd = 8 + 12 + 13;
        var file = new ByteArrayOutputStream();
        file.write(image, 0, firstChunkEnd);
        file.writeBytes(lie);
        file.write(image, firstChunkEnd, image.length - firstChunkEnd);

        assertThat(faultOf(file.toByteArray())).isEqualTo(Fault.DAMAGED);
    }

    @Test
    void refusesABmpThatHoldsSomethingElse() {
        var file = Images.file(Images.row(BufferedImage.TYPE_INT_RGB, Color.RED), "bmp");
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(30, 5);

        assertThat(faultOf(file)).isEqualTo(Fault.UNSUPPORTED);
    }

    @Test
    void refusesTheColoursOfPrinters() throws Exception {
        assertThat(faultOf(Images.cmykJpeg())).isEqualTo(Fault.UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void refusesWhatBreaksOff(String format) throws Exception {
        var file = Images.file(noise(40, 40), format);

        for (var length = 10; length < file.length * 9 / 10; length += 1 + file.length / 40) {
            assertThat(faultOf(Arrays.copyOf(file, length))).as("%d of %d bytes", length, file.length)
                    .isEqualTo(Fault.DAMAGED);
        }
    }

    @Test
    void acceptsAJpegWithSomethingBehindIt() {
        var file = Images.file(Images.plain(BufferedImage.TYPE_INT_RGB, 16, 16, Color.RED), "jpg");

        assertThat(measure(Arrays.copyOf(file, file.length + 5_000))).isEqualTo(1, offset(0.02));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "GIF", "<svg/>", "BN", "\u0000"})
    void refusesWhatIsNoImage(String content) {
        assertThat(faultOf(content.getBytes(US_ASCII))).isEqualTo(Fault.NOT_AN_IMAGE);
    }

    @Test
    void refusesAnEmptyFile() {
        assertThat(faultOf(new byte[0])).isEqualTo(Fault.EMPTY);
    }

    @RepeatedTest(100)
    void measuresOrRefusesWhateverIsInTheFile() {
        var format = new String[]{"png", "jpg", "gif", "bmp"}[RANDOM.nextInt(4)];
        var file = Images.file(noise(30, 20), format);
        for (var i = 0; i < 8; i++) {
            file[RANDOM.nextInt(i < 4 ? Math.min(120, file.length) : file.length)] = (byte) RANDOM.nextInt();
        }
        try {
            assertThat(measure(file)).isBetween(0.0, 1.0);
        } catch (ImageRefused e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static BufferedImage noise(int width, int height) {
        var random = new Random(7);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return image;
    }

    private static double expected(BufferedImage image) {
        var redness = new Redness();
        redness.add(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
        return redness.mean();
    }

    private static int indexOf(byte[] file, byte marker) {
        var at = 1;
        while (!(file[at - 1] == (byte) 0xFF && file[at] == marker)) {
            at++;
        }
        return at;
    }

    private Fault faultOf(byte[] file) {
        var refusal = new ImageRefused[1];
        assertThatExceptionOfType(ImageRefused.class).isThrownBy(() -> measure(file)).satisfies(e -> refusal[0] = e);
        return refusal[0].fault();
    }

    private double measure(byte[] file) {
        return measure(file, new RedMeter(MAX_PIXELS, ALL_AT_ONCE));
    }

    private double measure(byte[] file, RedMeter meter) {
        try {
            var path = Files.write(folder.resolve("image"), file);
            try (var in = new FileImageInputStream(path.toFile())) {
                return meter.measure(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
