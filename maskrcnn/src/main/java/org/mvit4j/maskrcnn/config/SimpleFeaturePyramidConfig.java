package org.mvit4j.maskrcnn.config;

import org.mvit4j.nn.Norm;

/**
 * Pyramid from one map of stride 16 by deconvolution and pooling (Li et al., ViTDet, section 3.1). Its images are only
 * padded to {@code square_pad}; as in the reference, no divisibility is asked for.
 *
 * @param outChannels channels of every level
 * @param norm norm of the convolutions
 * @param squarePad side that images are padded to, or 0
 */
public record SimpleFeaturePyramidConfig(int outChannels, Norm.Kind norm, int squarePad) implements NeckConfig {

    public SimpleFeaturePyramidConfig {
        Check.positive("out_channels", outChannels);
        Check.that(squarePad >= 0, "square_pad is " + squarePad + "; use 0 or the side to pad to");
    }

    @Override
    public int sizeDivisibility() {
        return 0;
    }
}
