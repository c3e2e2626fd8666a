package org.mvit4j.train.optim;

import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Layer-wise learning rate decay of plain ViT backbones (Clark et al., ELECTRA, 2020; detectron2's {@code
 * get_vit_lr_decay_rate}): block i gets {@code rate^(layers - i)}, position and patch embedding {@code rate^(layers +
 * 1)}, everything behind the backbone 1.
 *
 * @param rate factor per block, such as 0.7
 * @param layers number of blocks
 */
public record LayerDecay(double rate, int layers) implements ToDoubleFunction<String> {

    private static final Pattern BLOCK = Pattern.compile("\\.blocks\\.(\\d+)\\.");

    @Override
    public double applyAsDouble(String name) {
        return Math.pow(rate, layers + 1 - layer(name));
    }

    private int layer(String name) {
        if (name.startsWith("backbone")) {
            if (name.contains(".pos_embed") || name.contains(".patch_embed")) {
                return 0;
            }
            Matcher block = BLOCK.matcher(name);
            if (block.find() && !name.contains(".residual.")) {
                return Integer.parseInt(block.group(1)) + 1;
            }
        }
        return layers + 1;
    }
}
