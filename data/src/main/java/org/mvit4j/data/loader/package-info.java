/**
 * The order in which samples are seen, and the threads that prepare them. An order is a pure function of a seed and an
 * epoch number, so that its whole state is a few numbers that go into a checkpoint. A sample's randomness comes from the
 * seed and its running number, so that results depend neither on the number of threads nor on their timing.
 */
@NullMarked
package org.mvit4j.data.loader;

import org.jspecify.annotations.NullMarked;
