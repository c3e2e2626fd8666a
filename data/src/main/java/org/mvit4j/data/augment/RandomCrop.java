package org.mvit4j.data.augment;

import java.util.random.RandomGenerator;
import org.mvit4j.data.image.ImageSize;

/**
 * A window of random size and place: each side uniform between {@code min(side, minSide)} and {@code min(side, maxSide)},
 * both included (detectron2's {@code absolute_range}).
 *
 * @param minSide smallest side
 * @param maxSide largest side
 */
public record RandomCrop(int minSide, int maxSide) implements Augmentation {

    public RandomCrop {
        if (minSide < 1 || maxSide < minSide) {
            throw new IllegalArgumentException("no crop has sides between " + minSide + " and " + maxSide);
        }
    }

    @Override
    public CropTo draw(ImageSize size, RandomGenerator random) {
        int height = side(size.height(), random);
        int width = side(size.width(), random);
        int y = random.nextInt(size.height() - height + 1);
        int x = random.nextInt(size.width() - width + 1);
        return new CropTo(size, x, y, width, height);
    }

    private int side(int full, RandomGenerator random) {
        return random.nextInt(Math.min(full, minSide), Math.min(full, maxSide) + 1);
    }
}
