/**
 * What training does to clips: random windows, mirroring, RandAugment of both kinds, colour, erasing and, between the
 * clips of a batch, mixup and cutmix. Everything is drawn once per clip and applied alike to all of its frames.
 */
@NullMarked
package org.mvit4j.video.augment;

import org.jspecify.annotations.NullMarked;
