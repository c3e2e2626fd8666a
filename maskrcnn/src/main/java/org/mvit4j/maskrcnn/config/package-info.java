/**
 * The whole recipe of a detector as records: what {@code configs/*.yaml} says, typed and checked. The records know
 * nothing of the engine; the model, the data pipeline and the training loop are built from them.
 */
@NullMarked
package org.mvit4j.maskrcnn.config;

import org.jspecify.annotations.NullMarked;
