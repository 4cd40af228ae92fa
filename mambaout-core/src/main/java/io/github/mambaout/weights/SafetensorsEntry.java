package io.github.mambaout.weights;

/**
 * One tensor's line in the header of a safetensors file.
 *
 * @param name the tensor's name
 * @param tensor its type and shape
 * @param start position of its first byte in the file
 * @param length its bytes
 */
record SafetensorsEntry(String name, StoredTensor tensor, long start, long length) {

    /** @return position of the first byte behind the tensor in the file */
    long end() {
        return start + length;
    }
}
