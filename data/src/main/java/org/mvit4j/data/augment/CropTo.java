package org.mvit4j.data.augment;

import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * A window of the image. The window may reach beyond the right and lower edge, where the picture simply ends; polygons
 * are cut at the window, not at that edge.
 *
 * @param input the size it is made for
 * @param x left edge of the window
 * @param y upper edge
 * @param width of the window
 * @param height of the window
 */
public record CropTo(ImageSize input, int x, int y, int width, int height) implements Transform {

    public CropTo {
        if (x < 0 || y < 0 || width < 1 || height < 1 || x >= input.width() || y >= input.height()) {
            throw new IllegalArgumentException(
                    "no window of " + width + " x " + height + " at (" + x + ", " + y + ") of an image of " + input);
        }
    }

    @Override
    public ImageSize outputSize() {
        return new ImageSize(Math.min(width, input.width() - x), Math.min(height, input.height() - y));
    }

    @Override
    public RgbImage apply(RgbImage image) {
        ImageSize size = outputSize();
        return size.equals(image.size()) ? image : image.crop(x, y, size.width(), size.height());
    }

    @Override
    public Coordinates apply(Coordinates points) {
        return points.shift(-x, -y);
    }

    @Override
    public List<Coordinates> applyToRings(List<Coordinates> rings) {
        PolygonClip clip = new PolygonClip(x, y, width, height);
        return rings.stream().flatMap(ring -> clip.apply(ring).stream()).toList();
    }

    @Override
    public BitMask apply(BitMask mask) {
        ImageSize size = outputSize();
        return mask.crop(x, y, size.width(), size.height());
    }
}
