/**
 * Video classification to embed: {@link org.mvit4j.video.VideoClassifier} opens any published checkpoint of MViT, ViViT
 * or TimeSformer and classifies files by the test protocol of its family.
 */
@NullMarked
package org.mvit4j.video;

import org.jspecify.annotations.NullMarked;
