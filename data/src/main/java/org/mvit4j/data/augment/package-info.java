/**
 * Training transforms: an {@link org.mvit4j.data.augment.Augmentation} draws a {@link
 * org.mvit4j.data.augment.Transform} for an image size, and the transform moves the picture, its boxes, its polygons and
 * its bit masks together. Drawing looks at sizes alone, so that a whole chain is known before a pixel is touched and
 * neighbouring steps can be joined. Numbers are those of detectron2: which value is truncated, which is rounded to even,
 * and which passes through float32 is said where it happens.
 */
@NullMarked
package org.mvit4j.data.augment;

import org.jspecify.annotations.NullMarked;
