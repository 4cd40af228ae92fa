package io.github.mambaout.train.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Collects the nodes and constants of an ONNX graph. Values are known by their names, which are those of the nodes that give them. */
final class GraphBuilder {
    private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    private final GraphProto.Builder graph;

    GraphBuilder(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** One size of an input or output: a number, or a name for whatever it will be. */
    record Dimension(TensorShapeProto.Dimension proto) {
        static Dimension of(int size) {
            return new Dimension(
                    TensorShapeProto.Dimension.newBuilder().setDimValue(size).build());
        }

        static Dimension of(String name) {
            return new Dimension(
                    TensorShapeProto.Dimension.newBuilder().setDimParam(name).build());
        }
    }

    void input(String name, Dimension... sizes) {
        graph.addInput(value(name, sizes));
    }

    void output(String name, Dimension... sizes) {
        graph.addOutput(value(name, sizes));
    }

    private static ValueInfoProto value(String name, Dimension... sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        Arrays.stream(sizes).forEach(size -> shape.addDim(size.proto));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
                .build();
    }

    /**
     * @param name of the constant
     * @param tensor its values, copied
     * @return the name
     */
    String constant(String name, Tensor tensor) {
        return constant(name, tensor.shape(), tensor.toArray());
    }

    String constant(String name, Shape shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, FLOAT, Arrays.stream(shape.sizes()).asLongStream().toArray(), bytes);
    }

    /** A list of whole numbers, as shapes and axes are given. */
    String constant(String name, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, TensorProto.DataType.INT64_VALUE, new long[] {values.length}, bytes);
    }

    private String constant(String name, int type, long[] sizes, ByteBuffer bytes) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        Arrays.stream(sizes).forEach(tensor::addDims);
        // Nobody else has the bytes, so they need not be copied.
        ByteString content = UnsafeByteOperations.unsafeWrap(bytes);
        graph.addInitializer(tensor.setRawData(content));
        return name;
    }

    /**
     * @param name of the node and its output
     * @param operator name of an ONNX operator
     * @param attributes how it works
     * @param inputs names of values
     * @return the name
     */
    String node(String name, String operator, List<AttributeProto> attributes, String... inputs) {
        return nodes(operator, attributes, List.of(name), inputs).get(0);
    }

    String node(String name, String operator, String... inputs) {
        return node(name, operator, List.of(), inputs);
    }

    /** A node with several outputs; called as the first of them. */
    List<String> nodes(String operator, List<AttributeProto> attributes, List<String> names, String... inputs) {
        graph.addNode(NodeProto.newBuilder()
                .setName(names.get(0))
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addAllOutput(names)
                .addAllAttribute(attributes));
        return names;
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static AttributeProto attribute(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    GraphProto build() {
        return graph.build();
    }
}
