package org.redstats.system;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Small files that claim to be large, or become it, and files that were images once. */
class HostileImagesTests {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int MEGABYTE = 1024 * 1024;

    private final RedStats redStats = RedStats.running();

    @Test
    void refusesOrMeasuresEveryBombAndGoesOn() {
        var health = Health.before(redStats, "gateway", "red-demo");

        bombs().forEach((name, body) -> {
            var answer = post("application/octet-stream", body);
            answer.requireExplained(name);
            LoggerFactory.getLogger(HostileImagesTests.class).info("{}: {} {}", name, answer.status(), answer.text());
        });
        for (var parts : new int[]{11, 5_000}) {
            post("multipart/form-data; boundary=b", form(parts)).requireExplained(parts + " parts");
        }
        post("multipart/form-data; boundary=b", ("--b\r\n" + "X: y\r\n".repeat(100_000)).getBytes(ISO_8859_1))
                .requireExplained("a part with many headers");
        post("multipart/form-data", form(1)).requireExplained("a form without a boundary");
        post("multipart/form-data; boundary=" + "b".repeat(5_000), form(1)).requireExplained("a long boundary");
        new FuzzedRequest("POST", "/red?user_id=ann", Map.of("Content-Type", "image/png", "Content-Encoding", "gzip"),
                gzipped(poppy())).sentTo(redStats).requireExplained("a compressed body");

        health.isAsBefore();
    }

    @Test
    void refusesOrMeasuresEveryDamagedImage() {
        var health = Health.before(redStats, "gateway", "red-demo");
        var picture = poppy();
        var statuses = new TreeMap<Integer, Integer>();

        new Fuzz("images", 100).repeat(random -> {
            var damaged = picture.clone();
            for (var i = random.nextInt(8); i >= 0; i--) {
                damaged[random.nextInt(random.nextBoolean() ? 64 : damaged.length)] = (byte) random.nextInt();
            }
            var answer = post("application/octet-stream", damaged);
            statuses.merge(answer.status(), 1, Integer::sum);
            answer.requireExplained("a damaged image");
        });

        LoggerFactory.getLogger(HostileImagesTests.class).info("Damaged images by status: {}", statuses);
        health.isAsBefore();
    }

    private HostileAnswer post(String type, byte[] body) {
        return new FuzzedRequest("POST", "/red?user_id=ann", Map.of("Content-Type", type), body).sentTo(redStats);
    }

    private static Map<String, byte[]> bombs() {
        var bombs = new LinkedHashMap<String, byte[]>();
        bombs.put("a PNG of 50,000 x 50,000", png(50_000, 50_000, 1, 0, zeros(MEGABYTE)));
        bombs.put("a PNG of the largest size there is", png(Integer.MAX_VALUE, Integer.MAX_VALUE, 16, 6, zeros(10)));
        bombs.put("a PNG of negative size", png(-5, -5, 8, 2, zeros(10)));
        bombs.put("a PNG of one row", png(Integer.MAX_VALUE, 1, 8, 2, zeros(MEGABYTE)));
        bombs.put("a PNG of one pixel and 200 MB", png(1, 1, 8, 2, zeros(200 * MEGABYTE)));
        bombs.put("a PNG of 3,000 x 3,000 without pixels", png(3_000, 3_000, 8, 6, new byte[0]));
        bombs.put("a PNG with a text of 200 MB", png(1, 1, 8, 2, zeros(4), "zTXt", zipped("key\0\0", 200 * MEGABYTE)));
        bombs.put("a PNG with a profile of 200 MB",
                png(1, 1, 8, 2, zeros(4), "iCCP", zipped("key\0\0", 200 * MEGABYTE)));
        bombs.put("a PNG with a damaged part", png(1, 1, 8, 2, zeros(4), "tRNS", new byte[70_000]));
        bombs.put("a GIF of 65,535 x 65,535", gif(65_535, 65_535, 1));
        bombs.put("a GIF of 20,000 frames", gif(16, 16, 20_000));
        bombs.put("a BMP of the largest size there is", bmp(Integer.MAX_VALUE, Integer.MIN_VALUE, 24));
        bombs.put("a BMP of 1 x -1", bmp(1, -1, 24));
        bombs.put("a BMP of 65,000 x 600", bmp(65_000, 600, 32));
        bombs.put("a JPEG of 65,500 x 65,500", jpeg());
        bombs.put("a picture in a ZIP", gzipped(poppy()));
        bombs.put("an SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>".getBytes(ISO_8859_1));
        bombs.put("nothing", new byte[0]);
        return bombs;
    }

    private static byte[] png(int width, int height, int depth, int colours, byte[] data, Object... extra) {
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) depth).put((byte) colours).array();
        var file = new ByteArrayOutputStream();
        file.writeBytes(PNG);
        chunk(file, "IHDR", header);
        if (extra.length == 2) {
            chunk(file, (String) extra[0], (byte[]) extra[1]);
        }
        chunk(file, "IDAT", data);
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) {
        var sum = new CRC32();
        sum.update(type.getBytes(ISO_8859_1));
        sum.update(content);
        try (var out = new DataOutputStream(file)) {
            out.writeInt(content.length);
            out.writeBytes(type);
            out.write(content);
            out.writeInt((int) sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zeros(int length) {
        return zipped("", length);
    }

    /** So many zeros, compressed, after a beginning that is not. */
    private static byte[] zipped(String beginning, int length) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(beginning.getBytes(ISO_8859_1));
        try (var zip = new DeflaterOutputStream(bytes)) {
            var zeros = new byte[MEGABYTE];
            for (var left = length; left > 0; left -= zeros.length) {
                zip.write(zeros, 0, Math.min(left, zeros.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gif(int width, int height, int frames) {
        var file = ByteBuffer.allocate(19 + frames * 30).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GIF89a".getBytes(ISO_8859_1)).putShort((short) width).putShort((short) height);
        file.put((byte) 0x80).put((byte) 0).put((byte) 0).put(new byte[6]);
        for (var i = 0; i < frames; i++) {
            file.put((byte) 0x2c).putInt(0).putShort((short) width).putShort((short) height).put((byte) 0);
            file.put((byte) 2).put((byte) 2).put((byte) 0x4c).put((byte) 1).put((byte) 0);
        }
        return file.put((byte) 0x3b).array();
    }

    private static byte[] bmp(int width, int height, int bits) {
        return ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN).put((byte) 'B').put((byte) 'M').putInt(200)
                .putInt(0).putInt(54).putInt(40).putInt(width).putInt(height).putShort((short) 1)
                .putShort((short) bits).array();
    }

    private static byte[] jpeg() {
        return ByteBuffer.allocate(100).putShort((short) 0xffd8).putShort((short) 0xffc0).putShort((short) 17)
                .put((byte) 8).putShort((short) 65_500).putShort((short) 65_500).put((byte) 3)
                .put(new byte[]{1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0}).array();
    }

    private static byte[] form(int parts) {
        var form = new StringBuilder();
        for (var i = 0; i < parts; i++) {
            form.append("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nGIF8\r\n");
        }
        return form.append("--b--\r\n").toString().getBytes(ISO_8859_1);
    }

    private static byte[] gzipped(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] poppy() {
        try {
            return Files.readAllBytes(Path.of("..", "demo-launcher", "pictures", "poppy.png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
