/**
 * How video models start from image models: inflation of MViT along time, and the initialisations of ViViT and
 * TimeSformer from a plain image ViT. Every one reports what became of each tensor.
 */
@NullMarked
package org.mvit4j.video.init;

import org.jspecify.annotations.NullMarked;
