/** Pixels: decoding, EXIF orientation, exact resize, normalisation, padding, collation. */
@NullMarked
package org.mvit4j.data;

import org.jspecify.annotations.NullMarked;
