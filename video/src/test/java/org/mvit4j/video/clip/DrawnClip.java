package org.mvit4j.video.clip;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.mvit4j.data.image.RgbImage;

/** Small videos whose frames say their number: ten bits as light and dark squares in the top row. */
final class DrawnClip {

    static final int WIDTH = 162;
    static final int HEIGHT = 50;
    private static final int SQUARE = 16;

    private DrawnClip() {}

    /**
     * Writes an MPEG-4 video with B-frames and a key frame every 12 frames.
     *
     * @param time the time of a frame in milliseconds
     * @param degrees how the picture is to be turned clockwise when shown
     */
    static Path write(Path file, int frames, IntUnaryOperator time, int degrees) {
        AVFormatContext format = new AVFormatContext(null);
        check(avformat_alloc_output_context2(format, null, null, file.toString()));
        AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
        AVCodecContext encoder = avcodec_alloc_context3(codec);
        encoder.width(WIDTH);
        encoder.height(HEIGHT);
        encoder.pix_fmt(AV_PIX_FMT_YUV420P);
        encoder.time_base(rational(1, 1000));
        encoder.gop_size(12);
        encoder.max_b_frames(2);
        encoder.bit_rate(2_000_000);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        check(avcodec_open2(encoder, codec, (PointerPointer<?>) null));
        AVStream stream = avformat_new_stream(format, codec);
        check(avcodec_parameters_from_context(stream.codecpar(), encoder));
        stream.time_base(encoder.time_base());
        if (degrees != 0) {
            IntPointer count = new IntPointer(1).put(0);
            PointerPointer<AVPacketSideData> list = new PointerPointer<>(1);
            list.put(0, null);
            AVPacketSideData data = av_packet_side_data_new(list, count, AV_PKT_DATA_DISPLAYMATRIX, 36, 0);
            av_display_rotation_set(new IntPointer(data.data()), degrees);
            stream.codecpar().coded_side_data(new AVPacketSideData(list.get(0)));
            stream.codecpar().nb_coded_side_data(1);
        }
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
        format.pb(io);
        check(avformat_write_header(format, (PointerPointer<?>) null));
        AVFrame frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(WIDTH);
        frame.height(HEIGHT);
        check(av_frame_get_buffer(frame, 0));
        AVPacket packet = av_packet_alloc();
        for (int i = 0; i <= frames; i++) {
            if (i < frames) {
                av_frame_make_writable(frame);
                draw(frame, i);
                frame.pts(time.applyAsInt(i));
                check(avcodec_send_frame(encoder, frame));
            } else {
                check(avcodec_send_frame(encoder, null));
            }
            while (avcodec_receive_packet(encoder, packet) >= 0) {
                if (packet.duration() == 0) {
                    packet.duration(40);
                }
                av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
                packet.stream_index(0);
                check(av_interleaved_write_frame(format, packet));
            }
        }
        check(av_write_trailer(format));
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(encoder);
        avio_closep(format.pb());
        avformat_free_context(format);
        return file;
    }

    private static AVRational rational(int num, int den) {
        AVRational value = new AVRational();
        value.num(num);
        value.den(den);
        return value;
    }

    private static void draw(AVFrame frame, int number) {
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean bit = y < SQUARE && x / SQUARE < 10 && (number >> x / SQUARE & 1) == 1;
                frame.data(0).put((long) y * frame.linesize(0) + x, (byte) (bit ? 230 : y < SQUARE ? 25 : 128));
            }
        }
        for (int plane = 1; plane <= 2; plane++) {
            for (long i = 0; i < (long) frame.linesize(plane) * HEIGHT / 2; i++) {
                frame.data(plane).put(i, (byte) 128);
            }
        }
    }

    /** The number that an upright frame says. */
    static int number(RgbImage image) {
        int number = 0;
        for (int bit = 0; bit < 10; bit++) {
            number |= (image.rgb(bit * SQUARE + SQUARE / 2, SQUARE / 2) & 0xff) > 128 ? 1 << bit : 0;
        }
        return number;
    }

    private static void check(int status) {
        if (status < 0) {
            throw new IllegalStateException("FFmpeg returned " + status);
        }
    }
}
