/** The published image classifiers as records, read from {@code configs/classification}. */
@NullMarked
package org.mvit4j.backbone.config;

import org.jspecify.annotations.NullMarked;
