/** Data sets in the COCO format as training sees them: which images and annotations count, and where the files are. */
@NullMarked
package org.mvit4j.data.coco;

import org.jspecify.annotations.NullMarked;
