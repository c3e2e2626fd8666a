/** The embeddable inference API and its DJL adapters. */
@NullMarked
package org.mvit4j.detect;

import org.jspecify.annotations.NullMarked;
