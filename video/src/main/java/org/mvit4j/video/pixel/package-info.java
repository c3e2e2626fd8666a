/** Colour and geometry of 8-bit pictures, bit for bit as Pillow computes them. Pictures are not changed, results are new. */
@NullMarked
package org.mvit4j.video.pixel;

import org.jspecify.annotations.NullMarked;
