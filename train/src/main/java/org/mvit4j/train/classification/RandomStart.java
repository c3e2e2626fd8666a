package org.mvit4j.train.classification;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.regex.Pattern;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.NamedBlock;

/**
 * How random weights are drawn where they should not be as the papers have them. Those suit widths of 768 and schedules
 * of weeks: linear layers of deviation 0.02 narrow the signal of a network of width 64 from layer to layer, positions of
 * deviation 0.02 are lost beside the tokens they mark, and branches that start at zero wait to be noticed.
 *
 * @param linearGain standard deviation of all linear layers but the head, also of those that start at zero, and of
 *     relative positions, in units of 1/√inputs
 * @param positionStd standard deviation of positions in space and time
 */
public record RandomStart(double linearGain, double positionStd) {

    private static final Pattern POSITIONS = Pattern.compile("(^|\\.)(pos_embed|time_embed)[a-z_]*$");
    private static final Pattern RELATIVE = Pattern.compile("\\.rel_pos_[hwt]$");

    public RandomStart {
        if (!(linearGain > 0) || !(positionStd > 0)) {
            throw new IllegalArgumentException("linear_gain and position_std are " + linearGain + " and " + positionStd
                    + "; give them values above 0");
        }
    }

    /** Decides how a network's parameters are drawn; none of them may have values yet. */
    void prepare(NamedBlock network) {
        network.namedParameters().forEach((name, parameter) -> {
            Shape shape = parameter.getShape();
            boolean linear = parameter.getType() == Parameter.Type.WEIGHT && shape.dimension() == 2;
            if (POSITIONS.matcher(name).find()) {
                parameter.setInitializer(Init.normal(positionStd));
            } else if (linear && !name.startsWith("head.")
                    || RELATIVE.matcher(name).find()) {
                parameter.setInitializer(Init.fanIn(linearGain));
            }
        });
    }
}
