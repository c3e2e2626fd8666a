/**
 * What inference needs to know about a video classifier besides its weights: the network, how it sees videos, the names
 * of its classes. Trained weights carry it in their header, so that a file of them is enough.
 */
@NullMarked
package org.mvit4j.video.config;

import org.jspecify.annotations.NullMarked;
