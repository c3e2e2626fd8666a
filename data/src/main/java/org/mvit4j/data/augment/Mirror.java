package org.mvit4j.data.augment;

import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * Left and right exchanged: x becomes width - x, in continuous coordinates.
 *
 * @param outputSize the size of the image
 */
public record Mirror(ImageSize outputSize) implements Transform {

    @Override
    public RgbImage apply(RgbImage image) {
        int width = image.width();
        byte[] in = image.pixels();
        byte[] out = new byte[in.length];
        for (int y = 0; y < image.height(); y++) {
            int from = 3 * y * width;
            int to = from + 3 * (width - 1);
            for (int x = 0; x < width; x++, from += 3, to -= 3) {
                out[to] = in[from];
                out[to + 1] = in[from + 1];
                out[to + 2] = in[from + 2];
            }
        }
        return new RgbImage(width, image.height(), out, image.notes());
    }

    @Override
    public Coordinates apply(Coordinates points) {
        return points.mirror(outputSize.width());
    }

    @Override
    public List<Coordinates> applyToRings(List<Coordinates> rings) {
        return rings.stream().map(this::apply).toList();
    }

    @Override
    public BitMask apply(BitMask mask) {
        return mask.mirror();
    }
}
