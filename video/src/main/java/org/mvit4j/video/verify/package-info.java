/** Recomputes the cases of reference files for video models, so that anybody can check this implementation. */
@NullMarked
package org.mvit4j.video.verify;

import org.jspecify.annotations.NullMarked;
