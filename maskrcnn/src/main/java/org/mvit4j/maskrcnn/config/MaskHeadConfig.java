package org.mvit4j.maskrcnn.config;

import java.util.List;
import org.mvit4j.nn.Norm;

/**
 * Mask head: 3×3 convolutions, a 2×2 deconvolution of stride 2, and a 1×1 predictor with one channel per class.
 * detectron2 writes both widths as one list of five.
 *
 * @param convDims output channels of {@code mask_fcn1}, {@code mask_fcn2}, …
 * @param deconvDim output channels of {@code deconv}
 * @param norm norm of the convolutions; with a norm they have no bias
 */
public record MaskHeadConfig(List<Integer> convDims, int deconvDim, Norm.Kind norm) {

    public MaskHeadConfig {
        convDims = List.copyOf(convDims);
        Check.allPositive("conv_dims", convDims);
        Check.positive("deconv_dim", deconvDim);
    }
}
