package io.github.mambaout.weights;

/** The element types of safetensors that fill whole bytes, under their names in the file. */
public enum ElementType {
    /** 64-bit floats. */
    F64(8),
    /** 32-bit floats, the type of every tensor of this library. */
    F32(4),
    /** 16-bit floats of IEEE 754: 5 bits of exponent, 10 of fraction. */
    F16(2),
    /** The upper half of a 32-bit float: 8 bits of exponent, 7 of fraction. */
    BF16(2),
    /** Pairs of 32-bit floats. */
    C64(8),
    /** 8-bit floats with 5 bits of exponent. */
    F8_E5M2(1),
    /** 8-bit floats with 4 bits of exponent. */
    F8_E4M3(1),
    /** 8-bit powers of two. */
    F8_E8M0(1),
    /** Signed 64-bit integers. */
    I64(8),
    /** Unsigned 64-bit integers. */
    U64(8),
    /** Signed 32-bit integers. */
    I32(4),
    /** Unsigned 32-bit integers. */
    U32(4),
    /** Signed 16-bit integers. */
    I16(2),
    /** Unsigned 16-bit integers. */
    U16(2),
    /** Signed bytes. */
    I8(1),
    /** Unsigned bytes. */
    U8(1),
    /** One byte each, 0 or 1. */
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** @return the size of one element in bytes */
    public int bytes() {
        return bytes;
    }

    /** @return whether {@link SafetensorsFile#tensor} turns this type into 32-bit floats */
    public boolean readsAsFloats() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }
}
