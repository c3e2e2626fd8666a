package org.mvit4j.data.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.data.image.ImageSize;

/** A rule that draws a transform for an image of a given size. Immutable; the randomness is the caller's. */
@FunctionalInterface
public interface Augmentation {

    /** Draws what happens to one image. */
    Transform draw(ImageSize size, RandomGenerator random);

    /** The augmentations in order, each drawn for the size that the one before gives. */
    static Augmentation sequence(List<? extends Augmentation> steps) {
        List<Augmentation> ordered = List.copyOf(steps);
        return (size, random) -> {
            List<Transform> drawn = new ArrayList<>();
            ImageSize current = size;
            for (Augmentation step : ordered) {
                Transform transform = step.draw(current, random);
                drawn.add(transform);
                current = transform.outputSize();
            }
            return new TransformChain(size, drawn);
        };
    }

    /**
     * The augmentation with a probability, otherwise nothing.
     *
     * @throws IllegalArgumentException if the probability lies outside [0, 1]
     */
    static Augmentation withProbability(double probability, Augmentation augmentation) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability lies between 0 and 1, got " + probability);
        }
        return (size, random) -> random.nextDouble() < probability
                ? augmentation.draw(size, random)
                : new TransformChain(size, List.of());
    }

    /** Mirrors with a probability. */
    static Augmentation randomFlip(double probability) {
        return withProbability(probability, (size, random) -> new Mirror(size));
    }
}
