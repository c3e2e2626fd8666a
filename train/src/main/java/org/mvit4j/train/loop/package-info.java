/**
 * The loop. It knows a model that yields named losses, an optimizer and a loader; everything else is a {@link
 * org.mvit4j.train.loop.TrainHook}.
 */
@NullMarked
package org.mvit4j.train.loop;

import org.jspecify.annotations.NullMarked;
