package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The plain operations that layers are made of. Results belong to the manager of {@code x}. */
public final class Layers {

    private Layers() {}

    private static final class Holder {
        static final TorchScript SCRIPT = TorchScript.load(Layers.class, "layers.ts");
    }

    static TorchScript script() {
        return Holder.SCRIPT;
    }

    /** Returns max(x, 0). */
    public static NDArray relu(NDArray x, boolean training) {
        return script().call("relu", training, new NDList(x));
    }

    /** Returns the exact (erf) Gaussian error linear unit. */
    public static NDArray gelu(NDArray x, boolean training) {
        return script().call("gelu", training, new NDList(x));
    }

    /** Returns the same [N, C, H, W] values with memory in N, H, W, C order, which every convolution here prefers. */
    public static NDArray channelsLast(NDArray x, boolean training) {
        return script().call("channels_last", training, new NDList(x));
    }

    /** Max pooling of [N, C, H, W]; padding counts as minus infinity, sizes round down. */
    public static NDArray maxPool2d(NDArray x, int kernel, int stride, int padding, boolean training) {
        return script().call("max_pool2d", training, new NDList(x), kernel, stride, padding);
    }
}
