package org.mvit4j.nn.checkpoint;

import org.jspecify.annotations.Nullable;

/** A text too long to be a name, left in the file: an array's bytes in protocol 2, or a config as YAML. */
final class PickleText {
    private final ByteRegion utf8;
    private @Nullable Latin1Region latin1;

    PickleText(ByteRegion utf8) {
        this.utf8 = utf8;
    }

    ByteRegion utf8() {
        return utf8;
    }

    /** The bytes it spells, indexed once however often it is asked for. */
    Latin1Region latin1() {
        Latin1Region region = latin1;
        if (region == null) {
            region = new Latin1Region(utf8);
            latin1 = region;
        }
        return region;
    }
}
