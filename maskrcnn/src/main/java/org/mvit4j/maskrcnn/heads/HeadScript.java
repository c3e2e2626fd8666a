package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.mvit4j.nn.TorchScript;

/** The engine functions of this package. */
final class HeadScript {
    static final TorchScript INSTANCE = TorchScript.load(HeadScript.class, "heads.ts");

    private HeadScript() {}

    /** Rows of {@code x} at {@code index}, with gradients. */
    static NDArray rows(NDArray x, NDArray index) {
        return INSTANCE.call("rows", true, new NDList(x, index));
    }
}
