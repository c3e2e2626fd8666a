/** Parameters and multiply-adds of a detector per part, by the rule of {@link org.mvit4j.backbone.cost}. */
@NullMarked
package org.mvit4j.maskrcnn.cost;

import org.jspecify.annotations.NullMarked;
