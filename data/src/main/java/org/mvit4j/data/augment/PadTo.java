package org.mvit4j.data.augment;

import java.util.Arrays;
import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * A larger canvas, filled to the right and below; points stay.
 *
 * @param outputSize at least as large as the image on both sides
 * @param value of the new pixels in every channel
 */
public record PadTo(ImageSize outputSize, int value) implements Transform {

    @Override
    public RgbImage apply(RgbImage image) {
        if (image.size().equals(outputSize)) {
            return image;
        }
        RgbImage padded = RgbImage.black(outputSize.width(), outputSize.height());
        byte[] out = padded.pixels();
        int row = 3 * image.width();
        int stride = 3 * outputSize.width();
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.pixels(), y * row, out, y * stride, row);
            Arrays.fill(out, y * stride + row, (y + 1) * stride, (byte) value);
        }
        Arrays.fill(out, image.height() * stride, out.length, (byte) value);
        return padded;
    }

    @Override
    public Coordinates apply(Coordinates points) {
        return points;
    }

    @Override
    public List<Coordinates> applyToRings(List<Coordinates> rings) {
        return rings;
    }

    @Override
    public BitMask apply(BitMask mask) {
        return mask.pad(outputSize.width(), outputSize.height());
    }
}
