/** What a run leaves behind: checkpoints that are whole or absent, metrics, curves, and what is needed to go on. */
@NullMarked
package org.mvit4j.train.run;

import org.jspecify.annotations.NullMarked;
