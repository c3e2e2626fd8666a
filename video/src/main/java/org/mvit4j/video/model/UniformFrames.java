package org.mvit4j.video.model;

/**
 * ViViT's uniform frame sampling: {@code n} of {@code frames} at multiples of {@code frames / (n + 1)}, rounded half to
 * even; every frame when there are not more than {@code n}.
 */
final class UniformFrames {

    private UniformFrames() {}

    static long[] indices(int frames, int n) {
        long[] indices = new long[Math.min(n, frames)];
        double step = n < frames ? (double) frames / (n + 1) : 1;
        for (int i = 0; i < indices.length; i++) {
            indices[i] = n < frames ? Math.min((long) Math.rint(step * (i + 1)), frames - 1) : i;
        }
        return indices;
    }
}
