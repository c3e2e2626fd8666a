/**
 * MViT and MViTv2 (Fan et al. 2021, arXiv:2104.11227; Li et al. 2022, arXiv:2112.01526) in 2-D and 3-D: one set of
 * blocks for detection, image classification and video. An {@link org.mvit4j.backbone.MViTConfig} holds the resolved
 * plan of every block; what differs between the uses (windows, cls token, temporal terms) is configuration.
 */
@NullMarked
package org.mvit4j.backbone;

import org.jspecify.annotations.NullMarked;
