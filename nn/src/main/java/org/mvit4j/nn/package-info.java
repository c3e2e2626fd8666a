/** The only door to the engine: blocks, ops, checkpoints. */
@NullMarked
package org.mvit4j.nn;

import org.jspecify.annotations.NullMarked;
