/** Video classification behind DJL's own interfaces: {@code Criteria}, {@code Translator}, {@code BlockFactory}. */
@NullMarked
package org.mvit4j.video.djl;

import org.jspecify.annotations.NullMarked;
