package org.mvit4j.data.augment;

import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.transform.ResizeShortestEdge;

/**
 * Resizes so that the short side gets a random length, within a bound on the long side.
 *
 * @param shortSides the lengths to choose from, or the two ends of a range
 * @param range whether the length is drawn uniformly from the range {@code [shortSides[0], shortSides[1]]}
 * @param maxSide bound of the long side; {@link ResizeShortestEdge#UNBOUNDED} for none
 */
public record RandomShortestEdge(List<Integer> shortSides, boolean range, int maxSide) implements Augmentation {

    public RandomShortestEdge {
        shortSides = List.copyOf(shortSides);
        if (shortSides.isEmpty() || range && (shortSides.size() != 2 || shortSides.get(0) > shortSides.get(1))) {
            throw new IllegalArgumentException(
                    shortSides + (range ? " is no range; give two lengths in order" : " holds no length"));
        }
    }

    /** One of several lengths. */
    public static RandomShortestEdge choice(List<Integer> shortSides, int maxSide) {
        return new RandomShortestEdge(shortSides, false, maxSide);
    }

    @Override
    public ResizeTo draw(ImageSize size, RandomGenerator random) {
        int side = range
                ? random.nextInt(shortSides.get(0), shortSides.get(1) + 1)
                : shortSides.get(random.nextInt(shortSides.size()));
        return new ResizeTo(size, new ResizeShortestEdge(side, maxSide).outputSize(size));
    }
}
