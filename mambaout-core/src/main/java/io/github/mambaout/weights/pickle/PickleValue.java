package io.github.mambaout.weights.pickle;

import java.math.BigInteger;

/**
 * A value of a pickle. Containers are equal to themselves only and have no text form of their content, as a list may contain
 * itself.
 */
public sealed interface PickleValue
        permits PickleValue.Scalar, PickleSequence, PickleDict, PickleGlobal, PickleObject, PicklePersistent {

    /** A value without parts. */
    sealed interface Scalar extends PickleValue permits Nothing, Truth, Whole, Real, Text, Bytes {}

    /** Python's {@code None}. */
    record Nothing() implements Scalar {}

    /**
     * A truth value.
     *
     * @param value the value
     */
    record Truth(boolean value) implements Scalar {}

    /**
     * A whole number of any size.
     *
     * @param value the number
     */
    record Whole(BigInteger value) implements Scalar {}

    /**
     * A 64-bit float.
     *
     * @param value the number
     */
    record Real(double value) implements Scalar {}

    /**
     * A string.
     *
     * @param value the string; bytes that are no UTF-8 are replacement characters
     */
    record Text(String value) implements Scalar {}

    /**
     * A string of bytes. What they are is not kept, as weights do not lie in them.
     *
     * @param length how many there are
     */
    record Bytes(long length) implements Scalar {}
}
