/** Feature pyramid networks. */
@NullMarked
package org.mvit4j.fpn;

import org.jspecify.annotations.NullMarked;
