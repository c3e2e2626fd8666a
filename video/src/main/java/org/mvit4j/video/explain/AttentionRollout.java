package org.mvit4j.video.explain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.Relevance;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.video.model.VideoModel;

/**
 * How much each patch of each frame of one clip fed the class scores, by attention rollout (Abnar and Zuidema, ACL
 * 2020) as {@link Relevance} and the models define it.
 *
 * <p>A row vector is carried from the output to the input through the stored input of each block, so that no attention
 * matrix over all tokens is ever held.
 *
 * @param heat per token, t slowest, the largest value one
 * @param grid frames, rows and columns of tokens
 * @param frames the frame of the clip at which each frame of tokens lies
 * @param cls the share of all relevance that stayed on the cls token
 */
@SuppressWarnings("ArrayRecordComponent")
public record AttentionRollout(float[] heat, Extent grid, int[] frames, double cls) {

    /**
     * Explains one clip.
     *
     * @param clip [1, 3, T, H, W], normalised
     * @throws IllegalArgumentException if it is more than one clip
     */
    public static AttentionRollout of(VideoModel model, NDArray clip) {
        try (NDManager scope = Torch.newManager(clip.getDevice());
                InferenceMode ignored = InferenceMode.enter()) {
            Relevance relevance = model.rollout(Pass.inference(scope), clip);
            float max = 0;
            for (float value : relevance.values()) {
                max = Math.max(max, value);
            }
            float[] heat = new float[relevance.values().length];
            for (int i = 0; i < heat.length && max > 0; i++) {
                heat[i] = relevance.values()[i] / max;
            }
            int[] frames = model.tokenFrames((int) clip.getShape().get(2));
            return new AttentionRollout(heat, relevance.grid(), frames, relevance.cls());
        }
    }
}
