package org.mvit4j.nn.checkpoint;

import java.util.regex.Pattern;

/** detectron2 names are the reference; older files also carry buffers that the model computes itself. */
final class Detectron2Filter implements NameFilter {
    private static final Pattern COMPUTED =
            Pattern.compile("pixel_mean|pixel_std|(.*\\.)?anchor_generator\\.cell_anchors\\.\\d+");

    @Override
    public StateDict toReference(StateDict file) {
        return file.filter(name -> !COMPUTED.matcher(name).matches());
    }

    @Override
    public StateDict fromReference(StateDict reference) {
        return reference;
    }
}
