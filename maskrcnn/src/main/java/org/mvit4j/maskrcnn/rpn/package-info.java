/**
 * The region proposal network (Ren et al., <a href="https://arxiv.org/abs/1506.01497">1506.01497</a>) over a feature
 * pyramid: anchors, the convolutional head, the choice of proposals, and its training losses.
 */
@NullMarked
package org.mvit4j.maskrcnn.rpn;

import org.jspecify.annotations.NullMarked;
