/** What a video model looked at. */
@NullMarked
package org.mvit4j.video.explain;

import org.jspecify.annotations.NullMarked;
