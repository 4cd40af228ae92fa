package io.github.mambaout.weights;

import io.github.mambaout.tensor.Shape;

/**
 * One tensor's line in the header of a safetensors file.
 *
 * @param name the tensor's name
 * @param type the type of its elements in the file
 * @param shape its sizes
 * @param start position of its first byte in the file
 * @param length its bytes
 */
public record SafetensorsEntry(String name, ElementType type, Shape shape, long start, long length) {

    /** @return position of the first byte behind the tensor in the file */
    long end() {
        return start + length;
    }
}
