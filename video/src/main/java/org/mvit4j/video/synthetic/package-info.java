/**
 * A drawn data set of motions: clips of one patterned flower whose classes are told apart by nothing but the order of
 * their frames. It is written in the ordinary layout of a folder per class, so that training and evaluation see no
 * difference to a data set of somebody's own.
 */
@NullMarked
package org.mvit4j.video.synthetic;

import org.jspecify.annotations.NullMarked;
