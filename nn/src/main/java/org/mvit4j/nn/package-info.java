/**
 * The only door to the engine. Models are trees of {@link org.mvit4j.nn.NamedBlock}s whose parameters carry the dotted
 * names of the reference checkpoints; a {@link org.mvit4j.nn.Pass} says how one forward pass runs; operations that
 * DJL's NDArray lacks, and fused ones whose intermediates the engine should free at once, are functions of a
 * {@link org.mvit4j.nn.TorchScript} text.
 */
@NullMarked
package org.mvit4j.nn;

import org.jspecify.annotations.NullMarked;
