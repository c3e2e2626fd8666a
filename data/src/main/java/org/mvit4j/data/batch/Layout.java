package org.mvit4j.data.batch;

/** Order of a batch's axes in memory. */
public enum Layout {
    /** (N, 3, H, W): planes. */
    NCHW,
    /** (N, H, W, 3): interleaved, "channels last". */
    NHWC
}
