package org.mvit4j.nn.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One msgpack value: a {@link Map} with texts for keys, a {@link List}, a {@link String}, {@link Long}, {@link Double}
 * or {@link Boolean}, {@link #NIL}, or the {@link ByteRegion} of binary data, which stays in the file. Depth, number of
 * values and length of texts are bounded, whatever the file announces.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">the format's specification</a>
 */
final class MsgpackInput {
    static final Object NIL = new Object();

    private static final int MAX_DEPTH = 100;
    private static final int MAX_VALUES = 2_000_000;
    private static final int MAX_KEY = 1 << 10;
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_ALL_TEXT = 16 << 20;

    /** Reads what the format leaves to its users. */
    interface Extension {
        /**
         * @param code which extension
         * @param length of its bytes, all of which must be consumed
         */
        Object read(int code, long length);
    }

    private final RegionInput in;
    private final Extension extension;
    private int depth;
    private int values;
    private int textLength;

    MsgpackInput(RegionInput in, Extension extension) {
        this.in = in;
        this.extension = extension;
    }

    /**
     * Reads a value with all it contains.
     *
     * @throws CheckpointException if it is damaged or beyond the limits
     */
    Object read() {
        if (++values > MAX_VALUES) {
            throw damaged("holds more than " + MAX_VALUES + " values");
        }
        if (++depth > MAX_DEPTH) {
            throw damaged("nests more than " + MAX_DEPTH + " deep");
        }
        Object value = value(in.readByte());
        depth--;
        return value;
    }

    private Object value(int head) {
        if (head < 0x80) {
            return (long) head;
        }
        if (head >= 0xE0) {
            return (long) (byte) head;
        }
        return switch (head >> 4) {
            case 0x8 -> map(head & 0xF);
            case 0x9 -> list(head & 0xF);
            case 0xA, 0xB -> text(head & 0x1F);
            default -> announced(head);
        };
    }

    private Object announced(int head) {
        return switch (head) {
            case 0xC0 -> NIL;
            case 0xC2 -> false;
            case 0xC3 -> true;
            case 0xC4 -> in.skip(unsigned(1));
            case 0xC5 -> in.skip(unsigned(2));
            case 0xC6 -> in.skip(unsigned(4));
            case 0xC7 -> extension(unsigned(1));
            case 0xC8 -> extension(unsigned(2));
            case 0xC9 -> extension(unsigned(4));
            case 0xCA -> (double) Float.intBitsToFloat((int) unsigned(4));
            case 0xCB -> in.readBigEndianDouble();
            case 0xCC -> unsigned(1);
            case 0xCD -> unsigned(2);
            case 0xCE -> unsigned(4);
            case 0xCF, 0xD3 -> Long.reverseBytes(in.readLong()); // from 2^63 on, counts of nothing that a file holds
            case 0xD0 -> (long) (byte) unsigned(1);
            case 0xD1 -> (long) (short) unsigned(2);
            case 0xD2 -> (long) (int) unsigned(4);
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> extension(1L << (head - 0xD4));
            case 0xD9 -> text(unsigned(1));
            case 0xDA -> text(unsigned(2));
            case 0xDB -> text(unsigned(4));
            case 0xDC -> list(unsigned(2));
            case 0xDD -> list(unsigned(4));
            case 0xDE -> map(unsigned(2));
            case 0xDF -> map(unsigned(4));
            default -> throw damaged("has the byte 0xC1, which starts nothing");
        };
    }

    /** An unsigned number of so many bytes, the most significant first. */
    private long unsigned(int bytes) {
        return switch (bytes) {
            case 1 -> in.readByte();
            case 2 -> Short.toUnsignedLong(Short.reverseBytes((short) in.readShort()));
            default -> Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
        };
    }

    private Map<String, Object> map(long size) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < size; i++) {
            String key = key(read());
            if (map.put(key, read()) != null) {
                throw damaged("has two entries " + CheckpointException.quote(key) + " in one map");
            }
        }
        return map;
    }

    private String key(@Nullable Object value) {
        if (value instanceof ByteRegion bytes) { // older writers do not tell texts from bytes
            return bytes.toText(MAX_KEY);
        }
        if (value instanceof String text && text.length() <= MAX_KEY) {
            return text;
        }
        if (value instanceof Long number) {
            return number.toString();
        }
        throw damaged("has a map whose key is no short text");
    }

    private List<Object> list(long size) {
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            list.add(read());
        }
        return list;
    }

    /** A text; one too long to be a name or a remark stays in the file. */
    private Object text(long length) {
        if (length > MAX_TEXT) {
            return in.skip(length);
        }
        textLength += (int) length;
        if (textLength > MAX_ALL_TEXT) {
            throw damaged("holds more than " + MAX_ALL_TEXT + " bytes of names and texts");
        }
        return new String(in.readBytes((int) length), StandardCharsets.UTF_8);
    }

    private Object extension(long length) {
        int code = (byte) in.readByte();
        long end = in.position() + length;
        if (length > in.remaining()) {
            in.skip(length);
        }
        Object value = extension.read(code, length);
        if (in.position() != end) {
            throw damaged(
                    "has an extension of " + length + " bytes whose content has " + (in.position() - end + length));
        }
        return value;
    }

    private CheckpointException damaged(String fact) {
        return CheckpointException.damaged(in.origin(), "its msgpack " + fact);
    }
}
