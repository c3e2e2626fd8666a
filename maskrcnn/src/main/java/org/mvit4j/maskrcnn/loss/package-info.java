/** Sums that training minimises, as single engine functions. */
@NullMarked
package org.mvit4j.maskrcnn.loss;

import org.jspecify.annotations.NullMarked;
