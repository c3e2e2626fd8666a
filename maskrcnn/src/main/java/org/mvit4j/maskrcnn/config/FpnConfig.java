package org.mvit4j.maskrcnn.config;

import org.mvit4j.nn.Norm;

/**
 * Feature pyramid network with the stride-2 subsample of p5 as p6 (Lin et al., CVPR 2017).
 *
 * @param outChannels channels of every level
 * @param norm norm of lateral and output convolutions
 * @param squarePad side that images are padded to, or 0
 */
public record FpnConfig(int outChannels, Norm.Kind norm, int squarePad) implements NeckConfig {

    public FpnConfig {
        Check.positive("out_channels", outChannels);
        Check.that(squarePad >= 0 && squarePad % 32 == 0, "square_pad is " + squarePad + "; use 0 or a multiple of 32");
    }

    @Override
    public int sizeDivisibility() {
        return 32;
    }
}
