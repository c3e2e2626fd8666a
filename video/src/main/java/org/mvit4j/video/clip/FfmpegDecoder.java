package org.mvit4j.video.clip;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.RgbImage;

/**
 * FFmpeg's demuxer, decoder and converter for the first video stream of a local file. Containers that refer to other
 * files or addresses are not opened.
 */
final class FfmpegDecoder implements AutoCloseable {

    private static final String CONTAINERS =
            "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,gif,h264,hevc,av1,ivf,nut,mxf,m4v,apng";
    private static final long MAX_PIXELS = 1L << 26;

    static {
        av_log_set_level(AV_LOG_FATAL);
    }

    private final Path file;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private AVFormatContext format;
    private AVCodecContext codec;
    private int stream;
    private int quarterTurns;
    private @Nullable SwsContext converter;
    private @Nullable BytePointer pixels;
    private boolean draining;
    private boolean closed;

    private FfmpegDecoder(Path file) throws VideoException {
        this.file = file;
        format = openFormat(file);
        try {
            codec = openCodec();
        } catch (VideoException e) {
            avformat_close_input(format);
            throw e;
        }
    }

    static FfmpegDecoder open(Path file) throws VideoException {
        return new FfmpegDecoder(file);
    }

    private static AVFormatContext openFormat(Path file) throws VideoException {
        AVFormatContext context = avformat_alloc_context();
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "format_whitelist", CONTAINERS, 0);
        int status = avformat_open_input(context, "file:" + file.toAbsolutePath(), null, options);
        av_dict_free(options);
        if (status < 0) { // FFmpeg has freed the context
            throw new VideoException(
                    file.toString(),
                    "is no video that can be read (" + message(status) + ")",
                    "give an mp4, webm, mkv, avi or mov");
        }
        status = avformat_find_stream_info(context, (PointerPointer<?>) null);
        if (status < 0) {
            avformat_close_input(context);
            throw new VideoException(
                    file.toString(), "its streams cannot be read (" + message(status) + ")", "fetch it again");
        }
        return context;
    }

    private AVCodecContext openCodec() throws VideoException {
        stream = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (stream < 0) {
            throw new VideoException(
                    file.toString(), "has no video stream", "give a file with pictures, not sound alone");
        }
        AVStream video = format.streams(stream);
        long area = (long) video.codecpar().width() * video.codecpar().height();
        if (area <= 0 || area > MAX_PIXELS) {
            throw new VideoException(
                    file.toString(),
                    "its frames are " + video.codecpar().width() + " x "
                            + video.codecpar().height(),
                    "give a video of at most " + MAX_PIXELS + " pixels");
        }
        AVCodec decoder = avcodec_find_decoder(video.codecpar().codec_id());
        if (decoder == null) {
            throw new VideoException(file.toString(), "its codec is not supported", "convert it to H.264");
        }
        quarterTurns = quarterTurns(video);
        AVCodecContext context = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(context, video.codecpar());
        context.thread_count(2);
        int status = avcodec_open2(context, decoder, (PointerPointer<?>) null);
        if (status < 0) {
            avcodec_free_context(context);
            throw new VideoException(
                    file.toString(), "its codec cannot be opened (" + message(status) + ")", "convert it to H.264");
        }
        return context;
    }

    /** How often the picture is to be turned clockwise by 90 degrees. */
    private static int quarterTurns(AVStream video) {
        if (video.codecpar().nb_coded_side_data() == 0) {
            return 0;
        }
        AVPacketSideData matrix = av_packet_side_data_get(
                video.codecpar().coded_side_data(), video.codecpar().nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.data() == null || matrix.size() < 36) {
            return 0;
        }
        double degrees = -av_display_rotation_get(new IntPointer(matrix.data()));
        return Double.isNaN(degrees) ? 0 : Math.floorMod(Math.round(degrees / 90), 4);
    }

    AVFormatContext format() {
        return format;
    }

    AVPacket packet() {
        return packet;
    }

    int stream() {
        return stream;
    }

    /** Seconds per unit of time. */
    double timeBase() {
        AVRational base = format.streams(stream).time_base();
        return (double) base.num() / base.den();
    }

    /** Frames per second as the container states it, or 0. */
    double frameRate() {
        AVRational rate = format.streams(stream).avg_frame_rate();
        return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
    }

    /** Forgets what has been read ahead; to be called after a seek. */
    void flush() {
        avcodec_flush_buffers(codec);
        draining = false;
    }

    /** Back to the first frame, also in containers that cannot seek. */
    void reopen() throws VideoException {
        avcodec_free_context(codec);
        avformat_close_input(format);
        closed = true; // nothing left to free should opening fail
        format = openFormat(file);
        codec = openCodec();
        closed = false;
        draining = false;
    }

    /** Decodes the next frame that can be decoded; false after the last. */
    boolean nextFrame() {
        while (true) {
            int status = avcodec_receive_frame(codec, frame);
            if (status >= 0) {
                return true;
            }
            if (status == AVERROR_EOF || draining && status != AVERROR_EAGAIN()) {
                return false;
            }
            if (!send()) {
                return false;
            }
        }
    }

    /** Gives the decoder a packet, or the end; false when it has had the end already. */
    private boolean send() {
        while (true) {
            if (av_read_frame(format, packet) < 0) {
                if (draining) {
                    return false;
                }
                draining = true;
                avcodec_send_packet(codec, (AVPacket) null);
                return true;
            }
            boolean ours = packet.stream_index() == stream;
            if (ours) {
                avcodec_send_packet(codec, packet); // a damaged packet is the decoder's to skip
            }
            av_packet_unref(packet);
            if (ours) {
                return true;
            }
        }
    }

    /** The time of the current frame. */
    long frameTime() {
        return frame.best_effort_timestamp();
    }

    /** The current frame, upright, in RGB. */
    RgbImage image() throws VideoException {
        int w = frame.width();
        int h = frame.height();
        if ((long) w * h > MAX_PIXELS) {
            throw new VideoException(file.toString(), "a frame is " + w + " x " + h, "give a smaller video");
        }
        converter = sws_getCachedContext(
                converter, w, h, frame.format(), w, h, AV_PIX_FMT_RGB24, SWS_BILINEAR, null, null, (DoublePointer)
                        null);
        int row = (3 * w + 63) / 64 * 64; // the converter's vector code writes whole registers
        if (pixels == null || pixels.capacity() < (long) row * h + 64) {
            if (pixels != null) {
                pixels.close();
            }
            pixels = new BytePointer((long) row * h + 64);
        }
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(row, 0, 0, 0)) {
            planes.put(0, pixels)
                    .put(1, (BytePointer) null)
                    .put(2, (BytePointer) null)
                    .put(3, (BytePointer) null);
            sws_scale(converter, new PointerPointer<>(frame), frame.linesize(), 0, h, planes, strides);
        }
        byte[] rgb = new byte[3 * w * h];
        for (int y = 0; y < h; y++) {
            pixels.position((long) y * row).get(rgb, 3 * w * y, 3 * w);
        }
        pixels.position(0);
        av_frame_unref(frame);
        return turned(rgb, w, h, quarterTurns);
    }

    /** Turned clockwise by quarters. */
    static RgbImage turned(byte[] rgb, int w, int h, int quarters) {
        if (quarters == 0) {
            return new RgbImage(w, h, rgb);
        }
        byte[] out = new byte[rgb.length];
        boolean sideways = quarters % 2 == 1;
        int outWidth = sideways ? h : w;
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int toX = quarters == 1 ? h - 1 - y : quarters == 2 ? w - 1 - x : y;
                int toY = quarters == 1 ? x : quarters == 2 ? h - 1 - y : w - 1 - x;
                System.arraycopy(rgb, 3 * (y * w + x), out, 3 * (toY * outWidth + toX), 3);
            }
        }
        return new RgbImage(outWidth, sideways ? w : h, out);
    }

    private static String message(int status) {
        byte[] text = new byte[128];
        av_strerror(status, text, text.length);
        return new String(text, java.nio.charset.StandardCharsets.UTF_8).trim().replace("\0", "");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec_free_context(codec);
            avformat_close_input(format);
        }
        av_packet_free(packet);
        av_frame_free(frame);
        if (converter != null) {
            sws_freeContext(converter);
            converter = null;
        }
        if (pixels != null) {
            pixels.close();
            pixels = null;
        }
    }
}
