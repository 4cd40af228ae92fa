package io.github.mambaout.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * 32-bit floats in C order in a direct buffer, with a shape. The memory belongs to the library; {@link #toINDArray()}
 * gives a view on it, and {@link #of(INDArray)} takes over an array's memory where its layout allows.
 *
 * <p>A tensor does not lock: whoever writes to it must not share it at that time.
 */
public final class Tensor {
    private final Shape shape;
    private final FloatBuffer data;

    private Tensor(Shape shape, FloatBuffer data) {
        this.shape = shape;
        this.data = data;
    }

    /**
     * @param shape sizes
     * @return a new tensor of zeros in memory of its own
     */
    public static Tensor zeros(Shape shape) {
        // A direct buffer holds at most 2^31 - 1 bytes, a quarter of that in floats.
        if (shape.elements() > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("A tensor of shape " + shape + " would need " + 4L * shape.elements()
                    + " bytes; one buffer holds at most " + Integer.MAX_VALUE + ". Use a smaller batch or picture.");
        }
        return new Tensor(
                shape,
                ByteBuffer.allocateDirect(shape.elements() * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
    }

    /**
     * @param shape sizes
     * @param values {@code shape.elements()} values in C order; copied
     * @return a new tensor
     */
    public static Tensor of(Shape shape, float... values) {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException("Shape " + shape + " has " + shape.elements() + " elements, but "
                    + values.length + " values were given");
        }
        Tensor tensor = zeros(shape);
        tensor.data.put(0, values);
        return tensor;
    }

    /**
     * @param shape sizes
     * @param data a direct buffer in native byte order that holds exactly {@code shape.elements()} floats from index 0;
     *     shared, not copied
     * @return a tensor on this memory
     */
    public static Tensor on(Shape shape, FloatBuffer data) {
        if (!data.isDirect() || !data.order().equals(ByteOrder.nativeOrder())) {
            throw new IllegalArgumentException("A tensor needs a direct buffer in native byte order");
        }
        if (data.capacity() != shape.elements()) {
            throw new IllegalArgumentException("Shape " + shape + " has " + shape.elements()
                    + " elements, but the buffer holds " + data.capacity());
        }
        return new Tensor(shape, data);
    }

    /**
     * Takes an ND4J array. A dense array of type {@code FLOAT} in C order is shared, any other one (view, slice, F order,
     * other type) is copied.
     *
     * @param array any array
     * @return a tensor with the array's shape and values
     */
    public static Tensor of(INDArray array) {
        Objects.requireNonNull(array, "array");
        Shape shape = Shape.of(java.util.Arrays.stream(array.shape())
                .mapToInt(Math::toIntExact)
                .toArray());
        boolean dense = array.dataType() == DataType.FLOAT
                && array.ordering() == 'c'
                && !array.isView()
                && array.offset() == 0
                && array.data().length() == shape.elements()
                && java.util.Arrays.equals(array.stride(), denseStrides(shape));
        INDArray plain = dense ? array : array.castTo(DataType.FLOAT).dup('c');
        FloatBuffer memory = plain.data().asNioFloat();
        if (dense && memory.isDirect()) {
            return new Tensor(shape, memory.slice(0, shape.elements()));
        }
        Tensor copy = zeros(shape);
        copy.data.put(0, memory, 0, shape.elements());
        return copy;
    }

    private static long[] denseStrides(Shape shape) {
        long[] strides = new long[shape.rank()];
        long stride = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.size(i);
        }
        return strides;
    }

    /**
     * Starts the ND4J backend on the class path, if it has not been started.
     *
     * @return an array of type {@code FLOAT} in C order that shares this tensor's memory both ways
     */
    public INDArray toINDArray() {
        // The overload of createBuffer that takes a ByteBuffer would copy; a pointer shares.
        return Nd4j.create(
                Nd4j.createBuffer(new FloatPointer(data), shape.elements(), DataType.FLOAT),
                java.util.Arrays.stream(shape.sizes()).asLongStream().toArray(),
                denseStrides(shape),
                0,
                'c');
    }

    /** @return the sizes */
    public Shape shape() {
        return shape;
    }

    /** @return the memory, from index 0; read and write with absolute positions only */
    public FloatBuffer data() {
        return data;
    }

    /**
     * @param index flat index in C order
     * @return the value there
     */
    public float get(int index) {
        return data.get(index);
    }

    /** @return a copy of all values in C order */
    public float[] toArray() {
        float[] values = new float[shape.elements()];
        data.get(0, values);
        return values;
    }

    /**
     * @param other another shape with as many elements
     * @return a tensor of that shape on the same memory
     */
    public Tensor reshape(Shape other) {
        if (other.elements() != shape.elements()) {
            throw new ShapeMismatchException("reshape to " + other, other.elements() + " elements", shape);
        }
        return new Tensor(other, data);
    }

    /**
     * @param start first element
     * @param part shape of the part
     * @return a tensor on {@code part.elements()} elements of this one's memory, from {@code start} on
     */
    public Tensor slice(int start, Shape part) {
        return new Tensor(part, data.slice(start, part.elements()));
    }

    /**
     * Copies all values of another tensor into this one.
     *
     * @param source a tensor of the same shape
     */
    public void copyFrom(Tensor source) {
        if (!source.shape.equals(shape)) {
            throw new ShapeMismatchException("copy", shape, source.shape);
        }
        data.put(0, source.data, 0, shape.elements());
    }

    @Override
    public String toString() {
        return "Tensor" + shape;
    }
}
