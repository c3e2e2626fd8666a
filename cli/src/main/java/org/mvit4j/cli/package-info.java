/** mvit: the command line. */
@NullMarked
package org.mvit4j.cli;

import org.jspecify.annotations.NullMarked;
