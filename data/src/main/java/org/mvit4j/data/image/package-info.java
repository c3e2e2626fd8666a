/**
 * Encoded pictures to RGB bytes, pixel for pixel as the reference's loader sees them.
 *
 * <p>{@link org.mvit4j.data.image.ImageReader} sniffs the format, checks the header against its limits, decodes the raw
 * samples with the JDK's codecs and applies the EXIF orientation. No colour management takes part: an embedded ICC
 * profile, a PNG gamma and an alpha channel are left out, as {@code PIL.Image.convert("RGB")} leaves them out, because
 * the published weights were trained and evaluated on such pixels.
 */
@NullMarked
package org.mvit4j.data.image;

import org.jspecify.annotations.NullMarked;
