package org.redstats.demo.red.traffic;

import java.io.ByteArrayInputStream;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import org.junit.jupiter.api.Test;
import org.redstats.demo.red.Images;
import org.redstats.demo.red.measure.RedMeter;

import static org.assertj.core.api.Assertions.assertThat;

class PainterTests {

    @Test
    void paintsMostPicturesHardlyRedAndAFewVery() {
        var painter = new Painter(new Random(7));
        var meter = new RedMeter(Painter.WIDTH * Painter.HEIGHT, 1 << 20);

        var values = Stream.generate(() -> Images.file(painter.paint(), "png"))
                .limit(1_000)
                .map(file -> meter.measure(new MemoryCacheImageInputStream(new ByteArrayInputStream(file))))
                .toList();

        assertThat(values).allMatch(value -> value >= 0 && value <= 1);
        assertThat(values.stream().filter(value -> value < 0.2).count()).isBetween(500L, 800L);
        assertThat(values.stream().filter(value -> value > 0.5).count()).isBetween(80L, 250L);
        assertThat(values.stream().filter(value -> value > 0.8).count()).isPositive();
    }
}
