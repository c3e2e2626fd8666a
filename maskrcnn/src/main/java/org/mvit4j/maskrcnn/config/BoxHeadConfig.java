package org.mvit4j.maskrcnn.config;

import java.util.List;
import org.mvit4j.nn.Norm;

/**
 * Layers of a box head: 3×3 convolutions, then fully connected layers, each followed by max(x, 0).
 *
 * @param convDims output channels of {@code conv1}, {@code conv2}, …; empty for none
 * @param fcDims outputs of {@code fc1}, {@code fc2}, …
 * @param norm norm of the convolutions; with a norm they have no bias
 */
public record BoxHeadConfig(List<Integer> convDims, List<Integer> fcDims, Norm.Kind norm) {

    public BoxHeadConfig {
        convDims = List.copyOf(convDims);
        fcDims = List.copyOf(fcDims);
        Check.notEmpty("fc_dims", fcDims);
        Check.allPositive("conv_dims", convDims);
        Check.allPositive("fc_dims", fcDims);
    }
}
