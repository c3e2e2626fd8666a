/**
 * Mask R-CNN and Cascade Mask R-CNN: {@link org.mvit4j.maskrcnn.GeneralizedRcnn} joins a pyramid backbone, the region
 * proposal network and the heads, and {@link org.mvit4j.maskrcnn.RcnnAssembly} builds it from a configuration.
 */
@NullMarked
package org.mvit4j.maskrcnn;

import org.jspecify.annotations.NullMarked;
