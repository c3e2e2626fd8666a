/**
 * Byte-level JSON over mapped files: a forward cursor without objects, correctly rounded numbers, and arrays of records
 * split over threads. Accepts what Python's {@code json} accepts ({@code NaN}, {@code Infinity}, escapes anywhere,
 * integers of any size) and nothing more.
 */
@NullMarked
package org.mvit4j.coco.json;

import org.jspecify.annotations.NullMarked;
