/** Data sets drawn by the library itself: for demonstrations and tests that need neither a download nor a licence. */
@NullMarked
package org.mvit4j.data.synthetic;

import org.jspecify.annotations.NullMarked;
