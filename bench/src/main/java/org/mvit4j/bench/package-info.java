/** JMH and whole-job benchmarks. */
@NullMarked
package org.mvit4j.bench;

import org.jspecify.annotations.NullMarked;
