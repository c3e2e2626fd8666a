package org.mvit4j.nn.checkpoint;

/**
 * The names one source family gives to weights, against the reference names that this project's blocks declare:
 * detectron2's for detectors, those of the MViT and SlowFast repositories for classifiers (2-D and 3-D). Both directions
 * are inverse to each other on complete checkpoints.
 */
public interface NameFilter {
    /** Names as in the file to reference names. */
    StateDict toReference(StateDict file);

    /** Reference names to the family's names. */
    StateDict fromReference(StateDict reference);

    /** For a family whose names are the reference names. */
    static NameFilter identity() {
        return new NameFilter() {
            @Override
            public StateDict toReference(StateDict file) {
                return file;
            }

            @Override
            public StateDict fromReference(StateDict reference) {
                return reference;
            }
        };
    }
}
