package org.mvit4j.backbone.cost;

import java.util.List;

/**
 * What a part of a model costs.
 *
 * @param part name of the part
 * @param parameters number of learned values
 * @param flops multiply-adds for one input
 */
public record PartCost(String part, long parameters, long flops) {

    /** Cost of layer norm per element. */
    public static final int LAYER_NORM = 5;

    /** Cost of batch norm per element. */
    public static final int BATCH_NORM = 2;

    /** The sum of parts. */
    public static PartCost total(List<PartCost> parts) {
        return new PartCost(
                "total",
                parts.stream().mapToLong(PartCost::parameters).sum(),
                parts.stream().mapToLong(PartCost::flops).sum());
    }
}
