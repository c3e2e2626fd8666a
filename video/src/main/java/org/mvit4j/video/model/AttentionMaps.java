package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * The softmax of a block's attentions on one clip.
 *
 * @param time divided attention's first step, [N, heads, T, T], a matrix per place; else null
 * @param space [T, heads, 1 + N, 1 + N], a matrix per frame; with joint attention [1, heads, 1 + N T, 1 + N T]
 */
public record AttentionMaps(@Nullable NDArray time, NDArray space) {

    /** Hands the arrays to another owner. */
    public void attach(NDManager manager) {
        if (time != null) {
            time.attach(manager);
        }
        space.attach(manager);
    }
}
