package org.mvit4j.data.augment;

import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/** One geometric change of an image of known size, applied alike to everything that lies in the image. */
public sealed interface Transform permits ResizeTo, CropTo, PadTo, Mirror, TransformChain {

    /** The size after the change. */
    ImageSize outputSize();

    /** The picture, of the size that the transform was made for. */
    RgbImage apply(RgbImage image);

    /** Points; nothing is clipped. */
    Coordinates apply(Coordinates points);

    /** Rings of a polygon; only a crop adds, splits or removes any. */
    List<Coordinates> applyToRings(List<Coordinates> rings);

    /** A mask of the size that the transform was made for. */
    BitMask apply(BitMask mask);

    /** The outline of an object. */
    default InstanceShape apply(InstanceShape shape) {
        if (shape instanceof PolygonShape polygons) {
            return new PolygonShape(applyToRings(polygons.rings()));
        }
        return shape instanceof BitMask mask ? apply(mask) : shape;
    }

    /** The box around the four moved corners of the box x1, y1, x2, y2. */
    default Coordinates applyToBox(Coordinates box) {
        double[] b = box.xy();
        double[] c = apply(
                        new Coordinates(new double[] {b[0], b[1], b[2], b[1], b[0], b[3], b[2], b[3]}, box.integral()))
                .xy();
        return new Coordinates(
                new double[] {
                    Math.min(Math.min(c[0], c[2]), Math.min(c[4], c[6])),
                    Math.min(Math.min(c[1], c[3]), Math.min(c[5], c[7])),
                    Math.max(Math.max(c[0], c[2]), Math.max(c[4], c[6])),
                    Math.max(Math.max(c[1], c[3]), Math.max(c[5], c[7]))
                },
                box.integral());
    }
}
