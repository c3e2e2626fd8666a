package org.mvit4j.video.clip;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.RgbImage;

/**
 * The first video stream of a file, decoded by FFmpeg.
 *
 * <p>Opening reads the time stamps of all packets, so that frame numbers are exact whatever the container claims, also
 * with variable rate, reordered frames and a missing tail. Reading seeks to the key frame before a frame and decodes from
 * there. Pixels are converted with FFmpeg's bilinear chroma interpolation, as PyAV converts them.
 */
public final class VideoFile implements FrameSource {

    private static final int MAX_FRAMES = 5_000_000;

    private final String name;
    private final FfmpegDecoder decoder;
    private final long[] times;
    private final long[] keyTimes;
    private final boolean timed;
    private final List<String> notes = new ArrayList<>();

    /** Number of the frame that the decoder gives next, when it is known; -1 after the last. */
    private int position = -1;

    private VideoFile(String name, FfmpegDecoder decoder, long[] times, long[] keyTimes, boolean timed) {
        this.name = name;
        this.decoder = decoder;
        this.times = times;
        this.keyTimes = keyTimes;
        this.timed = timed;
    }

    /** @throws VideoException if it is no video that FFmpeg can decode, or has no frame */
    public static VideoFile open(Path file) throws IOException {
        String name = file.toString();
        if (Files.size(file) == 0) {
            throw new VideoException(name, "the file is empty", "fetch it again");
        }
        FfmpegDecoder decoder = FfmpegDecoder.open(file);
        try {
            VideoFile video = scan(name, decoder);
            decoder = null;
            return video;
        } finally {
            if (decoder != null) {
                decoder.close();
            }
        }
    }

    private static VideoFile scan(String name, FfmpegDecoder decoder) throws VideoException {
        long[] times = new long[1024];
        long[] keys = new long[64];
        int frames = 0;
        int keyFrames = 0;
        boolean timed = true;
        AVPacket packet = decoder.packet();
        while (av_read_frame(decoder.format(), packet) >= 0) {
            boolean shown = packet.stream_index() == decoder.stream() && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0;
            if (shown) {
                timed &= packet.pts() != AV_NOPTS_VALUE;
                times = room(times, frames);
                times[frames++] = packet.pts();
                if ((packet.flags() & AV_PKT_FLAG_KEY) != 0) {
                    keys = room(keys, keyFrames);
                    keys[keyFrames++] = packet.pts();
                }
            }
            av_packet_unref(packet);
            if (frames > MAX_FRAMES) {
                throw new VideoException(name, "has more than " + MAX_FRAMES + " frames", "cut it into parts");
            }
        }
        if (frames == 0) {
            throw new VideoException(name, "its video stream has no frames", "check the file with a player");
        }
        times = Arrays.copyOf(times, frames);
        keys = Arrays.copyOf(keys, keyFrames);
        if (timed) {
            Arrays.sort(times);
            Arrays.sort(keys);
        }
        return new VideoFile(name, decoder, times, keys, timed);
    }

    private static long[] room(long[] values, int size) {
        return size < values.length ? values : Arrays.copyOf(values, 2 * size);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int frameCount() {
        return times.length;
    }

    @Override
    public double frameRate() {
        double stated = decoder.frameRate();
        if (stated > 0) {
            return stated;
        }
        double seconds = timed ? (times[times.length - 1] - times[0]) * decoder.timeBase() : 0;
        return seconds > 0 ? (times.length - 1) / seconds : FrameFolder.FRAME_RATE;
    }

    /** Seconds from the first frame to a frame. */
    public double seconds(int frame) {
        return timed ? (times[frame] - times[0]) * decoder.timeBase() : frame / frameRate();
    }

    @Override
    public synchronized <R> List<R> read(int[] indices, Function<RgbImage, R> each) throws IOException {
        int[] wanted = Arrays.stream(indices).sorted().distinct().toArray();
        if (wanted.length > 0 && (wanted[0] < 0 || wanted[wanted.length - 1] >= times.length)) {
            throw new IllegalArgumentException(
                    "frames " + Arrays.toString(indices) + " of " + name + ", which has " + times.length);
        }
        Map<Integer, R> results = new HashMap<>();
        TreeMap<Integer, R> decoded = new TreeMap<>();
        List<Integer> broken = new ArrayList<>();
        for (int frame : wanted) {
            R result = decode(frame, each);
            if (result == null) {
                broken.add(frame);
            } else {
                decoded.put(frame, result);
            }
        }
        for (int frame : broken) {
            Map.Entry<Integer, R> before = decoded.floorEntry(frame);
            R substitute = before == null ? lastBefore(frame, each) : before.getValue();
            if (substitute == null) {
                throw new VideoException(
                        name, "frame " + frame + " cannot be decoded, nor any before it", "fetch it again");
            }
            results.put(frame, substitute);
            notes.add("frame " + frame + " cannot be decoded, the nearest one before it stands in");
        }
        results.putAll(decoded);
        List<R> ordered = new ArrayList<>(indices.length);
        for (int index : indices) {
            ordered.add(java.util.Objects.requireNonNull(results.get(index)));
        }
        return ordered;
    }

    /** The frame, or null if it cannot be decoded. */
    private <R> @Nullable R decode(int frame, Function<RgbImage, R> each) throws VideoException {
        if (position < 0 || position > frame || keyFrame(frame) > position) {
            seek(frame);
        }
        R result = advanceTo(frame, each);
        if (result == null && timed && keyFrame(frame) > 0) { // the seek may have landed behind it
            rewind();
            result = advanceTo(frame, each);
        }
        return result;
    }

    private <R> @Nullable R advanceTo(int frame, Function<RgbImage, R> each) throws VideoException {
        while (decoder.nextFrame()) {
            int at = timed ? numberOf(decoder.frameTime()) : position;
            if (at < 0) {
                continue;
            }
            position = at + 1;
            if (at == frame) {
                return each.apply(decoder.image());
            }
            if (at > frame) {
                return null;
            }
        }
        position = -1;
        return null;
    }

    /** The last frame before one that can be decoded, or null. */
    private <R> @Nullable R lastBefore(int frame, Function<RgbImage, R> each) throws VideoException {
        rewind();
        RgbImage last = null;
        while (decoder.nextFrame()) {
            int at = timed ? numberOf(decoder.frameTime()) : position++;
            if (at >= frame) {
                break;
            }
            last = decoder.image();
        }
        position = -1;
        return last == null ? null : each.apply(last);
    }

    private int numberOf(long time) {
        int at = Arrays.binarySearch(times, time);
        while (at > 0 && times[at - 1] == time) {
            at--;
        }
        return at;
    }

    /** The number of the last key frame not after a frame. */
    private int keyFrame(int frame) {
        if (!timed || keyTimes.length == 0) {
            return 0;
        }
        int at = Arrays.binarySearch(keyTimes, times[frame]);
        int key = at >= 0 ? at : -at - 2;
        return key < 0 ? 0 : Math.max(0, numberOf(keyTimes[key]));
    }

    private void seek(int frame) throws VideoException {
        int key = keyFrame(frame);
        boolean moved =
                key > 0 && av_seek_frame(decoder.format(), decoder.stream(), times[key], AVSEEK_FLAG_BACKWARD) >= 0;
        if (moved) {
            decoder.flush();
            position = key;
        } else {
            rewind();
        }
    }

    private void rewind() throws VideoException {
        decoder.reopen();
        position = 0;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public synchronized void close() {
        decoder.close();
    }
}
