/** Training and evaluation of detectors: the loop's model, data and hooks put together from a configuration. */
@NullMarked
package org.mvit4j.train.detection;

import org.jspecify.annotations.NullMarked;
