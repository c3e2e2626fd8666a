/** Pictures of several sizes as one normalised, padded block of floats, ready for the engine. */
@NullMarked
package org.mvit4j.data.batch;

import org.jspecify.annotations.NullMarked;
