package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.mvit4j.nn.Torch;

/** The row of a relative position table that belongs to a query and a key, as the attention computes it. */
public final class RelativeIndex {

    private RelativeIndex() {}

    /**
     * Returns the index map of one axis, computed in float32 as the models do: trunc((i rq - j rk) + (K - 1) rk) with
     * rq = max(K / Q, 1) and rk = max(Q / K, 1).
     *
     * @return [Q, K], row-major
     */
    public static long[] map(int queries, int keys) {
        try (NDManager manager = Torch.newManager()) {
            NDArray map = MViTBlock.Script.MVIT.call(
                    "relative_index_map", false, new NDList(manager.create(0f)), queries, keys);
            return map.toLongArray();
        }
    }
}
