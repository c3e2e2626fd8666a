/** The published video models by name, with the protocol each was tested by, and the layouts that files describe. */
@NullMarked
package org.mvit4j.video.zoo;

import org.jspecify.annotations.NullMarked;
