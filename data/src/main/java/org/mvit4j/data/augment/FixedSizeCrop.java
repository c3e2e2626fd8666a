package org.mvit4j.data.augment;

import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.data.image.ImageSize;

/**
 * A window of fixed size. One random number places it on both axes; what the image lacks may be filled.
 *
 * @param width of the window
 * @param height of the window
 * @param pad whether smaller images are filled up to the window, to the right and below
 * @param padValue of the new pixels
 */
public record FixedSizeCrop(int width, int height, boolean pad, int padValue) implements Augmentation {

    public FixedSizeCrop {
        if (padValue < 0 || padValue > 255) {
            throw new IllegalArgumentException("pixels lie between 0 and 255, not at " + padValue);
        }
    }

    @Override
    public Transform draw(ImageSize size, RandomGenerator random) {
        return at(size, random.nextDouble());
    }

    /** The transform for a given random number. */
    Transform at(ImageSize size, double u) {
        int x = (int) Math.rint(Math.max(size.width() - width, 0) * u);
        int y = (int) Math.rint(Math.max(size.height() - height, 0) * u);
        CropTo crop = new CropTo(size, x, y, width, height);
        if (!pad || crop.outputSize().equals(new ImageSize(width, height))) {
            return crop;
        }
        return new TransformChain(size, List.of(crop, new PadTo(new ImageSize(width, height), padValue)));
    }
}
