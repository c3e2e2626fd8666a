package org.mvit4j.video.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.nn.HostCopy;

/**
 * Clips side by side with their targets.
 *
 * @param clips of one size
 * @param draw how they are mixed
 * @param targets [clips, classes], row-major
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClipBatch(List<TrainingClip> clips, Mixing.Draw draw, float[] targets) {

    /**
     * Puts clips together.
     *
     * @param clips at least one; all of one size
     * @param classes how many the model tells apart
     * @throws IllegalArgumentException if sizes differ, a label is no class, or a single clip is to be mixed
     */
    public static ClipBatch of(List<TrainingClip> clips, Mixing mixing, int classes, RandomGenerator random) {
        TrainingClip first = clips.get(0);
        int[] labels = new int[clips.size()];
        for (int i = 0; i < labels.length; i++) {
            TrainingClip clip = clips.get(i);
            if (clip.frames() != first.frames() || clip.side() != first.side()) {
                throw new IllegalArgumentException("a clip of " + clip.frames() + " frames of " + clip.side()
                        + " and one of " + first.frames() + " of " + first.side() + " make no batch");
            }
            labels[i] = clip.label();
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " is none of the " + classes + " classes; check the class list");
            }
        }
        Mixing.Draw draw = mixing.draw(first.side(), first.side(), random);
        if (draw.share() < 1 && labels.length < 2) {
            throw new IllegalArgumentException("a batch of one clip cannot be mixed; use batches of two or more");
        }
        return new ClipBatch(List.copyOf(clips), draw, mixing.targets(labels, classes, draw));
    }

    /**
     * The clips, mixed.
     *
     * @param manager owns the result
     * @return [clips, 3, T, side, side], float32, in the engine's own memory
     */
    public NDArray pixels(NDManager manager) {
        TrainingClip first = clips.get(0);
        int values = first.pixels().length;
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(4, Math.multiplyExact(values, clips.size())))
                .order(ByteOrder.nativeOrder());
        FloatBuffer buffer = bytes.asFloatBuffer();
        float[] mixed = new float[values];
        for (int i = 0; i < clips.size(); i++) {
            float[] partner = clips.get(clips.size() - 1 - i).pixels();
            Mixing.mix(draw, clips.get(i).pixels(), partner, first.side(), mixed);
            buffer.put(mixed);
        }
        Shape shape = new Shape(clips.size(), 3, first.frames(), first.side(), first.side());
        try (NDArray shared = manager.create(bytes, shape, DataType.FLOAT32)) {
            NDArray owned = shared.duplicate();
            owned.attach(manager);
            return owned;
        }
    }

    /**
     * The soft targets.
     *
     * @param manager owns the result
     * @return [clips, classes], float32, in the engine's own memory
     */
    public NDArray targets(NDManager manager) {
        return HostCopy.of(manager, targets, new Shape(clips.size(), targets.length / clips.size()));
    }
}
