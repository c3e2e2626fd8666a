/** Resizing and cropping of {@code uint8} pictures, bit for bit as Pillow and torchvision do on PIL images. */
@NullMarked
package org.mvit4j.data.transform;

import org.jspecify.annotations.NullMarked;
