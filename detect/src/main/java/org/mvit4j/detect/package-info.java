/**
 * Detection to embed: open a {@link org.mvit4j.detect.Detector} from a configuration and a checkpoint or from a model
 * directory, give it pictures, get {@link org.mvit4j.detect.Detections}. The adapters for DJL's {@code Criteria} and
 * for DJL Serving are in {@link org.mvit4j.detect.djl}.
 */
@NullMarked
package org.mvit4j.detect;

import org.jspecify.annotations.NullMarked;
