/**
 * Pooling of regions: which pyramid level a box reads, and RoIAlign (He et al.,
 * <a href="https://arxiv.org/abs/1703.06870">1703.06870</a>), exact and differentiable.
 */
@NullMarked
package org.mvit4j.maskrcnn.roi;

import org.jspecify.annotations.NullMarked;
