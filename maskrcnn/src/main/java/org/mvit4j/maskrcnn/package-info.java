/** RPN, RoI heads, Mask R-CNN and Cascade Mask R-CNN. */
@NullMarked
package org.mvit4j.maskrcnn;

import org.jspecify.annotations.NullMarked;
