/**
 * What happens to each proposal: box heads, class and box predictors, mask heads, their losses, and how Mask R-CNN
 * (<a href="https://arxiv.org/abs/1703.06870">1703.06870</a>) and Cascade R-CNN
 * (<a href="https://arxiv.org/abs/1712.00726">1712.00726</a>) combine them.
 */
@NullMarked
package org.mvit4j.maskrcnn.heads;

import org.jspecify.annotations.NullMarked;
