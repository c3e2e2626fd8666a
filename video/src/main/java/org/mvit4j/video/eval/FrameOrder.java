package org.mvit4j.video.eval;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.mvit4j.data.loader.SeedMix;

/** The order in which a model is shown the frames of a test clip: the sampled frames are moved, never tokens. */
@FunctionalInterface
public interface FrameOrder {

    /** As they are. */
    FrameOrder IDENTITY = (frames, video, view) -> IntStream.range(0, frames).toArray();

    /** Backwards. */
    FrameOrder REVERSE = (frames, video, view) ->
            IntStream.range(0, frames).map(i -> frames - 1 - i).toArray();

    /**
     * A permutation for a clip, shared by all of its crops.
     *
     * @param frames how many frames the clip has
     * @param video number of the video
     * @param view number of the temporal view
     * @return which frame comes at each place
     */
    int[] of(int frames, int video, int view);

    /** One random permutation per video and view, whatever the batches and threads. */
    static FrameOrder random(long seed) {
        return (frames, video, view) -> {
            RandomGenerator random = SeedMix.random(seed, video, view);
            int[] order = IntStream.range(0, frames).toArray();
            for (int i = frames - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int moved = order[i];
                order[i] = order[j];
                order[j] = moved;
            }
            return order;
        };
    }

    /** One frame of the clip in every place, so that nothing moves. */
    static FrameOrder still(int frame) {
        return (frames, video, view) ->
                IntStream.range(0, frames).map(i -> frame).toArray();
    }

    /**
     * The same permutation for every clip.
     *
     * @throws IllegalArgumentException if it is none, or a clip has another number of frames
     */
    static FrameOrder sortedBy(int... permutation) {
        int[] copy = permutation.clone();
        int[] sorted = copy.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(sorted, IntStream.range(0, copy.length).toArray())) {
            throw new IllegalArgumentException(
                    Arrays.toString(permutation) + " is no permutation; give each number from 0 on once");
        }
        return (frames, video, view) -> {
            if (frames != copy.length) {
                throw new IllegalArgumentException(
                        "a permutation of " + copy.length + " frames does not fit clips of " + frames);
            }
            return copy.clone();
        };
    }
}
