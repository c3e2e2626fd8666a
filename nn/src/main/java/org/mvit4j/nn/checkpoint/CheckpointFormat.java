package org.mvit4j.nn.checkpoint;

/** Containers that {@link Checkpoint#open} recognises by their content. */
public enum CheckpointFormat {
    PICKLE("Python pickle of arrays (detectron2 model zoo)"),
    TORCH_ZIP("torch zip archive"),
    TORCH_LEGACY("torch legacy archive"),
    SAFETENSORS("safetensors"),
    FLAX_MSGPACK("Flax msgpack");

    private final String description;

    CheckpointFormat(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }
}
