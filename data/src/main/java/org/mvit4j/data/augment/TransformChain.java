package org.mvit4j.data.augment;

import java.util.List;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

/**
 * Transforms one after the other. A resize that a crop follows computes the window alone, which gives the same bytes.
 *
 * @param input the size of the first transform's image
 * @param steps in order, none a chain itself; may be empty
 */
public record TransformChain(ImageSize input, List<Transform> steps) implements Transform {

    public TransformChain {
        steps = steps.stream()
                .flatMap(step ->
                        step instanceof TransformChain chain ? chain.steps.stream() : java.util.stream.Stream.of(step))
                .toList();
    }

    @Override
    public ImageSize outputSize() {
        return steps.isEmpty() ? input : steps.get(steps.size() - 1).outputSize();
    }

    @Override
    public RgbImage apply(RgbImage image) {
        if (!image.size().equals(input)) {
            throw new IllegalArgumentException(
                    "the transform is made for " + input + ", the image has " + image.size());
        }
        RgbImage moved = image;
        for (int i = 0; i < steps.size(); i++) {
            if (i + 1 < steps.size()
                    && steps.get(i) instanceof ResizeTo resize
                    && steps.get(i + 1) instanceof CropTo crop) {
                ImageSize full = resize.outputSize();
                ImageSize window = crop.outputSize();
                moved = full.equals(moved.size())
                        ? crop.apply(moved)
                        : ResizeTo.RESIZE.window(
                                moved,
                                full.width(),
                                full.height(),
                                crop.x(),
                                crop.y(),
                                window.width(),
                                window.height());
                i++;
            } else {
                moved = steps.get(i).apply(moved);
            }
        }
        return moved;
    }

    @Override
    public Coordinates apply(Coordinates points) {
        Coordinates moved = points;
        for (Transform step : steps) {
            moved = step.apply(moved);
        }
        return moved;
    }

    /** Not the corners through the whole chain: each step takes the box anew, as the reference does. */
    @Override
    public Coordinates applyToBox(Coordinates box) {
        Coordinates moved = box;
        for (Transform step : steps) {
            moved = step.applyToBox(moved);
        }
        return moved;
    }

    @Override
    public List<Coordinates> applyToRings(List<Coordinates> rings) {
        List<Coordinates> moved = rings;
        for (Transform step : steps) {
            moved = step.applyToRings(moved);
        }
        return moved;
    }

    @Override
    public BitMask apply(BitMask mask) {
        BitMask moved = mask;
        for (Transform step : steps) {
            moved = step.apply(moved);
        }
        return moved;
    }
}
