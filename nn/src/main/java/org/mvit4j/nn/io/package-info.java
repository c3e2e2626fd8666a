/** Files that appear under their names only when they are complete. */
@NullMarked
package org.mvit4j.nn.io;

import org.jspecify.annotations.NullMarked;
