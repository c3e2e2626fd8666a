/**
 * Recomputes files of known results: each case names a model, how its weights come about, an input and what came out.
 * Run on a new machine, device or engine build, it tells whether the numbers hold there.
 */
@NullMarked
package org.mvit4j.detect.verify;

import org.jspecify.annotations.NullMarked;
