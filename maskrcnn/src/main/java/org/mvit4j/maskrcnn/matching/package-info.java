/**
 * Which box learns from which annotation: overlaps, matching, and the random subsets that training uses. Pure functions
 * on flat arrays; randomness comes from the caller.
 */
@NullMarked
package org.mvit4j.maskrcnn.matching;

import org.jspecify.annotations.NullMarked;
