/**
 * A demonstration of video classification: a drawn data set of motions, small models of every family trained on it in
 * minutes, and one page that shows what they learned and what they could not have learned from single frames.
 */
@NullMarked
package org.mvit4j.train.motion;

import org.jspecify.annotations.NullMarked;
