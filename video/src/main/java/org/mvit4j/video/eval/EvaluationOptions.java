package org.mvit4j.video.eval;

import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.mvit4j.video.clip.ClipProtocol;

/**
 * How a model is tested on a data set.
 *
 * @param protocol frames, crops, views and how they become one score
 * @param order in which the frames of each clip are shown
 * @param videos at most so many, the first of the data set
 * @param batchClips clips per forward pass, about
 * @param threads that decode
 * @param strict whether the first video that cannot be read ends the test; otherwise it is left out and reported
 * @param broken told of each video that is left out
 * @param progress told of each video that is done
 */
public record EvaluationOptions(
        ClipProtocol protocol,
        FrameOrder order,
        int videos,
        int batchClips,
        int threads,
        boolean strict,
        Consumer<String> broken,
        LongConsumer progress) {

    public EvaluationOptions {
        if (videos < 1 || batchClips < 1 || threads < 1) {
            throw new IllegalArgumentException("a test needs a video, a clip per pass and a thread, got " + videos
                    + ", " + batchClips + " and " + threads);
        }
    }

    /** All videos in their order, 8 clips at once, 2 threads, broken videos left out. */
    public static EvaluationOptions of(ClipProtocol protocol) {
        return new EvaluationOptions(
                protocol, FrameOrder.IDENTITY, Integer.MAX_VALUE, 8, 2, false, line -> {}, n -> {});
    }

    public EvaluationOptions withOrder(FrameOrder value) {
        return new EvaluationOptions(protocol, value, videos, batchClips, threads, strict, broken, progress);
    }

    public EvaluationOptions withVideos(int value) {
        return new EvaluationOptions(protocol, order, value, batchClips, threads, strict, broken, progress);
    }

    public EvaluationOptions withBatchClips(int value) {
        return new EvaluationOptions(protocol, order, videos, value, threads, strict, broken, progress);
    }

    public EvaluationOptions withThreads(int value) {
        return new EvaluationOptions(protocol, order, videos, batchClips, value, strict, broken, progress);
    }

    public EvaluationOptions withBroken(boolean isStrict, Consumer<String> lines) {
        return new EvaluationOptions(protocol, order, videos, batchClips, threads, isStrict, lines, progress);
    }

    public EvaluationOptions withProgress(LongConsumer value) {
        return new EvaluationOptions(protocol, order, videos, batchClips, threads, strict, broken, value);
    }
}
