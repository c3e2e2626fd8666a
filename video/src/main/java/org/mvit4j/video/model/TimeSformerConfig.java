package org.mvit4j.video.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a TimeSformer is.
 *
 * @param scheme how patches attend
 * @param frames frames of a clip
 * @param cropSize side of the crop
 * @param patch side of a patch
 * @param width width of the tokens
 * @param depth number of blocks
 * @param heads number of attention heads
 * @param mlpWidth hidden width of the MLP
 * @param dropPath drop rate of the last block
 * @param classes number of outputs
 */
public record TimeSformerConfig(
        Scheme scheme,
        int frames,
        int cropSize,
        int patch,
        int width,
        int depth,
        int heads,
        int mlpWidth,
        double dropPath,
        int classes) {

    /** The five attention schemes of the paper. */
    public enum Scheme {
        /** S: the patches of a frame. */
        SPACE_ONLY,
        /** ST: all patches of the clip. */
        JOINT_SPACE_TIME,
        /** T+S: the same place over time, then the patches of a frame. */
        DIVIDED_SPACE_TIME,
        /**
         * L+G: the nearest half of the rows and columns in all frames, then every second frame, row and column.
         * Experimental: written from the paper, which leaves borders and the cls token open, and no weights exist.
         */
        SPARSE_LOCAL_GLOBAL,
        /** T+W+H: over time, along rows, along columns. Experimental, as {@link #SPARSE_LOCAL_GLOBAL}. */
        AXIAL;

        /** Reads {@code divided_space_time} and the like, as the published configurations spell them. */
        public static Scheme of(String name) {
            try {
                return valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "attention scheme '" + name + "' is unknown; known are "
                                + Arrays.stream(values())
                                        .map(s -> s.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")),
                        e);
            }
        }
    }

    public TimeSformerConfig {
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + " is not a multiple of " + heads + " heads");
        }
        if (cropSize < patch) {
            throw new IllegalArgumentException("a crop of " + cropSize + " has no patch of side " + patch);
        }
    }

    /** 8 frames at 224 pixels, divided attention, 400 classes. */
    public static Builder base() {
        return new Builder();
    }

    /** TimeSformer-HR: 16 frames at 448 pixels. */
    public static Builder highResolution() {
        return new Builder().frames(16).cropSize(448);
    }

    /** TimeSformer-L: 96 frames at 224 pixels. */
    public static Builder large() {
        return new Builder().frames(96);
    }

    /** Returns a builder that starts from this. */
    public Builder toBuilder() {
        return new Builder()
                .scheme(scheme)
                .frames(frames)
                .cropSize(cropSize)
                .patch(patch)
                .width(width)
                .depth(depth)
                .heads(heads)
                .mlpWidth(mlpWidth)
                .dropPath(dropPath)
                .classes(classes);
    }

    /** Collects the differences from the base model. */
    public static final class Builder {
        private Scheme scheme = Scheme.DIVIDED_SPACE_TIME;
        private int frames = 8;
        private int cropSize = 224;
        private int patch = 16;
        private int width = 768;
        private int depth = 12;
        private int heads = 12;
        private int mlpWidth = 3072;
        private double dropPath = 0.1;
        private int classes = 400;

        private Builder() {}

        public Builder scheme(Scheme value) {
            scheme = value;
            return this;
        }

        public Builder frames(int value) {
            frames = value;
            return this;
        }

        public Builder cropSize(int value) {
            cropSize = value;
            return this;
        }

        public Builder patch(int value) {
            patch = value;
            return this;
        }

        public Builder width(int value) {
            width = value;
            return this;
        }

        public Builder depth(int value) {
            depth = value;
            return this;
        }

        public Builder heads(int value) {
            heads = value;
            return this;
        }

        public Builder mlpWidth(int value) {
            mlpWidth = value;
            return this;
        }

        public Builder dropPath(double value) {
            dropPath = value;
            return this;
        }

        public Builder classes(int value) {
            classes = value;
            return this;
        }

        public TimeSformerConfig build() {
            return new TimeSformerConfig(
                    scheme, frames, cropSize, patch, width, depth, heads, mlpWidth, dropPath, classes);
        }
    }
}
