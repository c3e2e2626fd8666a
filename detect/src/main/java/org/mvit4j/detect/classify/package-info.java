/** Image classification with the published MViTv2 checkpoints: one class to embed, preprocessing included. */
@NullMarked
package org.mvit4j.detect.classify;

import org.jspecify.annotations.NullMarked;
