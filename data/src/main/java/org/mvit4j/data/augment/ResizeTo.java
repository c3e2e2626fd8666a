package org.mvit4j.data.augment;

import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.transform.Resize;

/**
 * Another size: pictures by {@code PIL} bilinear, masks by nearest neighbour.
 *
 * @param input the size it is made for
 * @param outputSize the size it gives
 */
public record ResizeTo(ImageSize input, ImageSize outputSize) implements Transform {

    /** Loader threads work beside each other already. */
    static final Resize RESIZE = new Resize(org.mvit4j.data.transform.ResizeFilter.BILINEAR, false);

    @Override
    public RgbImage apply(RgbImage image) {
        return RESIZE.apply(image, outputSize);
    }

    @Override
    public Coordinates apply(Coordinates points) {
        return points.scale((double) outputSize.width() / input.width(), (double) outputSize.height() / input.height());
    }

    @Override
    public List<Coordinates> applyToRings(List<Coordinates> rings) {
        return rings.stream().map(this::apply).toList();
    }

    @Override
    public BitMask apply(BitMask mask) {
        return mask.resize(outputSize.width(), outputSize.height());
    }
}
