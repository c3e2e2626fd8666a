/**
 * The data set and the results as columns: one array per field instead of one object per annotation. Masks stay where
 * they were read, as positions in the mapped file, and are decoded when someone asks.
 */
@NullMarked
package org.mvit4j.coco.data;

import org.jspecify.annotations.NullMarked;
