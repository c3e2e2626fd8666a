/** Short programs to read and to start from. */
@NullMarked
package org.mvit4j.examples;

import org.jspecify.annotations.NullMarked;
