/** COCO data model, RLE masks and evaluators. No tensor library, no native code. */
@NullMarked
package org.mvit4j.coco;

import org.jspecify.annotations.NullMarked;
