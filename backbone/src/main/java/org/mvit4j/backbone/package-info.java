/** MViT and MViTv2 in 2-D and 3-D, classifier head. */
@NullMarked
package org.mvit4j.backbone;

import org.jspecify.annotations.NullMarked;
