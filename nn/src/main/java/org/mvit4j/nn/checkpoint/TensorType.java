package org.mvit4j.nn.checkpoint;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Element types as safetensors names them. */
public enum TensorType {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    I64(8, false),
    I32(4, false),
    I16(2, false),
    I8(1, false),
    U64(8, false),
    U32(4, false),
    U16(2, false),
    U8(1, false),
    BOOL(1, false),
    F8_E4M3(1, false),
    F8_E5M2(1, false),
    C64(8, false);

    private final int bytes;
    private final boolean floating;

    TensorType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are real numbers of a precision that {@link SafetensorsWriter} can change. */
    public boolean isFloating() {
        return floating;
    }

    /** The width of one number for byte order: complex elements are two of them. */
    int wordBytes() {
        return this == C64 ? 4 : bytes;
    }

    /** The type named so by safetensors ({@code F32}) or a person ({@code f32}, {@code float16}); null if unknown. */
    public static @Nullable TensorType parse(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "F64", "FLOAT64", "DOUBLE" -> F64;
            case "F32", "FLOAT32", "FLOAT" -> F32;
            case "F16", "FLOAT16", "HALF" -> F16;
            case "BF16", "BFLOAT16" -> BF16;
            case "I64", "INT64", "LONG" -> I64;
            case "I32", "INT32", "INT" -> I32;
            case "I16", "INT16", "SHORT" -> I16;
            case "I8", "INT8", "CHAR" -> I8;
            case "U64", "UINT64" -> U64;
            case "U32", "UINT32" -> U32;
            case "U16", "UINT16" -> U16;
            case "U8", "UINT8", "BYTE" -> U8;
            case "BOOL" -> BOOL;
            case "F8_E4M3", "FLOAT8_E4M3FN" -> F8_E4M3;
            case "F8_E5M2", "FLOAT8_E5M2" -> F8_E5M2;
            case "C64", "COMPLEX64" -> C64;
            default -> null;
        };
    }

    /** numpy's type string without its byte order, such as {@code f4}; null if a tensor cannot hold it. */
    static @Nullable TensorType ofNumpy(String code) {
        return switch (code) {
            case "f8" -> F64;
            case "f4" -> F32;
            case "f2" -> F16;
            case "i8" -> I64;
            case "i4" -> I32;
            case "i2" -> I16;
            case "i1" -> I8;
            case "u8" -> U64;
            case "u4" -> U32;
            case "u2" -> U16;
            case "u1" -> U8;
            case "b1" -> BOOL;
            case "c8" -> C64;
            default -> null;
        };
    }
}
