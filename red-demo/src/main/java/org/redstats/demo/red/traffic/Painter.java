package org.redstats.demo.red.traffic;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.random.RandomGenerator;

/** Paints small pictures, most of them hardly red and a few very. */
final class Painter {

    static final int WIDTH = 48;
    static final int HEIGHT = 32;

    /** The higher, the rarer the red: one picture in six is more than half red. */
    private static final int RARITY = 4;
    private static final int BLADES = 12;

    private final RandomGenerator random;

    /** @param random safe for as many threads as paint */
    Painter(RandomGenerator random) {
        this.random = random;
    }

    /** Grass under a grey sky, and before it a red cloth. */
    BufferedImage paint() {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        var brush = picture.createGraphics();
        try {
            paintMeadow(brush);
            paintCloth(brush, Math.pow(random.nextDouble(), RARITY));
        } finally {
            brush.dispose();
        }
        return picture;
    }

    private void paintMeadow(Graphics2D brush) {
        var sky = 100 + random.nextInt(156);
        brush.setColor(new Color(sky, sky, sky));
        brush.fillRect(0, 0, WIDTH, HEIGHT);
        for (var i = 0; i < BLADES; i++) {
            brush.setColor(new Color(random.nextInt(60), 80 + random.nextInt(120), random.nextInt(60)));
            var x = random.nextInt(WIDTH);
            brush.drawLine(x, HEIGHT, x + random.nextInt(-3, 4), HEIGHT - 4 - random.nextInt(8));
        }
    }

    private void paintCloth(Graphics2D brush, double share) {
        var side = Math.sqrt(share);
        var width = (int) Math.round(side * WIDTH);
        var height = (int) Math.round(side * HEIGHT);
        var other = random.nextInt(30);
        brush.setColor(new Color(225 + random.nextInt(31), other, other));
        brush.fillRect(random.nextInt(WIDTH - width + 1), random.nextInt(HEIGHT - height + 1), width, height);
    }
}
