package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import java.util.Locale;

/** A normalisation of feature maps [N, C, H, W]. */
public interface Norm {

    /** The normalisations that the published detectors use after a convolution. */
    enum Kind {
        /** No normalisation: the convolution has a bias. */
        NONE,
        /** {@link ChannelNorm}; the convolution has no bias. */
        LN,
        /** {@link BatchNorm}; the convolution has no bias. */
        BN;

        /** Reads detectron2's spelling: empty, "LN", "BN", "SyncBN" or "NaiveSyncBN". */
        public static Kind of(String name) {
            return switch (name.toUpperCase(Locale.ROOT)) {
                case "", "NONE" -> NONE;
                case "LN" -> LN;
                case "BN", "SYNCBN", "NAIVESYNCBN" -> BN;
                default ->
                    throw new IllegalArgumentException("norm '" + name + "' is unknown; use \"\" (none), LN or BN");
            };
        }
    }

    /** Normalises [N, C, H, W]. */
    NDArray forward(Pass pass, NDArray x);
}
