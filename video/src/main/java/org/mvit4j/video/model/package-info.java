/**
 * The video classifiers beside MViT: ViViT in its four models and TimeSformer in its five attention schemes, and what
 * they share with {@link org.mvit4j.backbone.MViTClassifier} as a {@link org.mvit4j.video.model.VideoModel}. Blocks
 * hold parameters under reference names; the arithmetic reads top-down in {@code vit.ts}.
 */
@NullMarked
package org.mvit4j.video.model;

import org.jspecify.annotations.NullMarked;
