package org.mvit4j.data.image;

import java.io.IOException;

/** A picture whose header has been read and whose pixels have not. */
interface EncodedImage {

    /** Size as stored, before the orientation is applied. */
    ImageSize size();

    default Orientation orientation() {
        return Orientation.NORMAL;
    }

    /** The stored pixels. Any exception or error it throws means that the data is corrupt or too large. */
    RgbImage decode() throws IOException;
}
