/**
 * Why an average precision is 0, or lower than it should be: finds what two files disagree about, from ids that do not
 * meet to boxes written another way. Reads files that the evaluator refuses.
 */
@NullMarked
package org.mvit4j.coco.check;

import org.jspecify.annotations.NullMarked;
