package io.github.mambaout.weights;

import io.github.mambaout.weights.pickle.PickleValue;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** What {@code torch.save} makes: one pickled value and the bytes of the storages that it refers to. */
sealed interface PyTorchContainer extends Closeable permits PyTorchZip, PyTorchLegacy {

    /** @return the value that was saved */
    PickleValue value();

    /** @return how multi-byte elements lie in the storages */
    ByteOrder order();

    /**
     * @param key a storage's name in the pickle
     * @return the bytes that the file has of it; negative if there is no such storage
     */
    long length(String key);

    /**
     * @param key a storage's name in the pickle
     * @param position a byte in it
     * @return its bytes from there on
     * @throws IOException if they can't be read
     */
    InputStream open(String key, long position) throws IOException;
}
