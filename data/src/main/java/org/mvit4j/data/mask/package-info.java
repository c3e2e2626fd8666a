/** From the soft masks of a detector to binary masks of the image. */
@NullMarked
package org.mvit4j.data.mask;

import org.jspecify.annotations.NullMarked;
