/**
 * Parameters and multiply-adds, counted from a configuration without building the model.
 *
 * <p>The counting rule is fvcore's, so that published figures can be met: a multiply-add of a convolution, product or
 * linear layer is one; layer norm is 5 per element, batch norm 2, nearest upsampling 1 and bilinear sampling 4 per
 * output element; all else is free.
 */
@NullMarked
package org.mvit4j.backbone.cost;

import org.jspecify.annotations.NullMarked;
