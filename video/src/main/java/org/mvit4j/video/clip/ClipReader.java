package org.mvit4j.video.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Reads the views of a video that a protocol asks for. */
public final class ClipReader {

    private final ClipProtocol protocol;
    private final SpatialCrops crops;

    public ClipReader(ClipProtocol protocol) {
        this.protocol = protocol;
        crops = new SpatialCrops(protocol);
    }

    /** Returns how this reader sees videos. */
    public ClipProtocol protocol() {
        return protocol;
    }

    /**
     * The pixels of one temporal view with all its crops.
     *
     * @param indices the frames
     * @param crops per frame, per crop: normalised [3, crop, crop]
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record View(int[] indices, List<float[][]> crops) {

        /** Permutes the frames: frame {@code i} of the result is frame {@code order[i]}. */
        public View reordered(int[] order) {
            int[] moved = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                moved[i] = indices[order[i]];
            }
            return new View(
                    moved, java.util.Arrays.stream(order).mapToObj(crops::get).toList());
        }

        /**
         * Makes the clips that models take.
         *
         * @param manager owns the result
         * @return [crops, 3, T, crop, crop], float32
         */
        public NDArray toArray(NDManager manager) {
            int frames = crops.size();
            int views = crops.get(0).length;
            int plane = crops.get(0)[0].length / 3;
            int side = (int) Math.round(Math.sqrt(plane));
            ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(4, views * 3 * frames * plane))
                    .order(ByteOrder.nativeOrder());
            FloatBuffer values = bytes.asFloatBuffer();
            for (int v = 0; v < views; v++) {
                for (int c = 0; c < 3; c++) {
                    for (float[][] frame : crops) {
                        values.put(frame[v], c * plane, plane);
                    }
                }
            }
            return manager.create(bytes, new Shape(views, 3, frames, side, side), DataType.FLOAT32);
        }
    }

    /**
     * Reads a temporal view of the test.
     *
     * @param view its number, below {@code protocol().temporalViews()}
     */
    public View view(FrameSource video, int view) throws IOException {
        int[] indices = protocol.sampler().test(video.frameCount(), video.frameRate(), view, protocol.temporalViews());
        return new View(indices, video.read(indices, crops::apply));
    }
}
