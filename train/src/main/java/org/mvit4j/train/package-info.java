/** Training: optimizers, the loop and its hooks, and the folder a run leaves behind. */
@NullMarked
package org.mvit4j.train;

import org.jspecify.annotations.NullMarked;
