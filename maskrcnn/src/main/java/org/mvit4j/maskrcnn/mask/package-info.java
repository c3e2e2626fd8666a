/** Shapes of annotated objects and the small targets that a mask head learns from them. */
@NullMarked
package org.mvit4j.maskrcnn.mask;

import org.jspecify.annotations.NullMarked;
