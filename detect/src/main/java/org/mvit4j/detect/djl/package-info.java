/**
 * Detection the DJL way: {@link org.mvit4j.detect.djl.DetectorCriteria} makes {@code Criteria} for a model directory,
 * and the two factories named in its {@code serving.properties} let DJL Serving load the same directory or its zip.
 */
@NullMarked
package org.mvit4j.detect.djl;

import org.jspecify.annotations.NullMarked;
