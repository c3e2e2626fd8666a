package org.mvit4j.maskrcnn.roi;

import org.mvit4j.maskrcnn.structures.Boxes;

/**
 * The pyramid level a box is pooled from: {@code floor(canonicalLevel + log2(sqrt(area) / canonicalSize))}, clamped
 * (Lin et al., <a href="https://arxiv.org/abs/1612.03144">1612.03144</a>, equation 1). Float32 in the order of the
 * reference, which decides the boxes at the borders: side 112 belongs to the level above side 111.9.
 *
 * @param minLevel finest level, {@code log2} of its stride
 * @param maxLevel coarsest level
 * @param canonicalSize side in pixels of a box of the canonical level
 * @param canonicalLevel level of such a box
 */
public record LevelAssigner(int minLevel, int maxLevel, int canonicalSize, int canonicalLevel) {
    /** ImageNet's side of a picture, which belongs on level 4. */
    static final int CANONICAL_SIZE = 224;

    /** With the usual boxes on level 4. */
    public static LevelAssigner of(int minLevel, int maxLevel) {
        return new LevelAssigner(minLevel, maxLevel, CANONICAL_SIZE, 4);
    }

    /** Levels of all boxes, counted from {@code minLevel}. */
    public int[] assign(Boxes boxes) {
        var levels = new int[boxes.count()];
        for (int i = 0; i < levels.length; i++) {
            float relative = (float) Math.sqrt(boxes.area(i)) / canonicalSize + 1e-8f;
            float log2 = (float) (Math.log(relative) / Math.log(2));
            int level = (int) Math.floor(canonicalLevel + log2);
            levels[i] = Math.max(minLevel, Math.min(level, maxLevel)) - minLevel;
        }
        return levels;
    }
}
