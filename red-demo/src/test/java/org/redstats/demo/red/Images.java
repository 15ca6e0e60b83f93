package org.redstats.demo.red;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Image files as users send them, and as nobody should. */
public final class Images {

    private Images() {}

    public static BufferedImage plain(int type, int width, int height, Color colour) {
        var image = new BufferedImage(width, height, type);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.setRGB(x, y, colour.getRGB());
            }
        }
        return image;
    }

    /** One pixel for each colour, in a row. */
    public static BufferedImage row(int type, Color... colours) {
        var image = new BufferedImage(colours.length, 1, type);
        for (var x = 0; x < colours.length; x++) {
            image.setRGB(x, 0, colours[x].getRGB());
        }
        return image;
    }

    /** Two colours, of which the second may be invisible. */
    public static BufferedImage palette(int first, int second) {
        var model = new IndexColorModel(1, 2, new int[]{first, second}, 0, true, -1, 0);
        var image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, model);
        image.getRaster().setSample(1, 0, 0, 1);
        return image;
    }

    /** 16 bits a channel. */
    public static BufferedImage deep(int width, int height, int red, int green, int blue) {
        var image = ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), new int[]{0, 1, 2},
                DataBuffer.TYPE_USHORT, false, false).createBufferedImage(width, height);
        for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
                image.getRaster().setPixel(x, y, new int[]{red, green, blue});
            }
        }
        return image;
    }

    public static byte[] file(BufferedImage image, String format) {
        var file = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, file)) {
                throw new IllegalArgumentException("cannot write this as " + format);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return file.toByteArray();
    }

    public static byte[] redPng() {
        return file(plain(BufferedImage.TYPE_INT_RGB, 8, 8, Color.RED), "png");
    }

    /** Written in several passes over the image. */
    public static byte[] progressive(BufferedImage image, String format) throws IOException {
        var file = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName(format).next();
        var parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (var out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** Four channels, one for each ink. */
    public static byte[] cmykJpeg() throws IOException {
        var image = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        var file = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (var out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), null);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    public static byte[] animatedGif(BufferedImage... frames) throws IOException {
        var file = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var out = new MemoryCacheImageOutputStream(file)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (var frame : frames) {
                writer.writeToSequence(new IIOImage(frame, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** A valid PNG of RGB zeros: small on disk, and as large as it says in memory. */
    public static byte[] bomb(int width, int height) throws IOException {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        var data = new ByteArrayOutputStream();
        var zeros = new byte[1 << 16];
        var buffer = new byte[1 << 16];
        var left = Math.min(height * (1L + 3L * width), 64L << 20); // who reads further has lost already
        while (left > 0) {
            deflater.setInput(zeros, 0, (int) Math.min(zeros.length, left));
            left -= zeros.length;
            while (!deflater.needsInput()) {
                data.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            data.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        var header = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(header)) {
            out.writeInt(width);
            out.writeInt(height);
            out.write(new byte[]{8, 2, 0, 0, 0});
        }
        return png(chunk("IHDR", header.toByteArray()), chunk("IDAT", data.toByteArray()), chunk("IEND", new byte[0]));
    }

    public static byte[] png(byte[]... chunks) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        for (var chunk : chunks) {
            file.writeBytes(chunk);
        }
        return file.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) throws IOException {
        var crc = new CRC32();
        crc.update(type.getBytes(US_ASCII));
        crc.update(content);
        var chunk = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(chunk)) {
            out.writeInt(content.length);
            out.writeBytes(type);
            out.write(content);
            out.writeInt((int) crc.getValue());
        }
        return chunk.toByteArray();
    }
}
