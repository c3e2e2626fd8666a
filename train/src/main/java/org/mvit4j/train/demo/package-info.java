/** A whole training run in a few minutes, with a report that shows what came of it. */
@NullMarked
package org.mvit4j.train.demo;

import org.jspecify.annotations.NullMarked;
