package io.github.mambaout.weights;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.weights.pickle.PickleGlobal;
import io.github.mambaout.weights.pickle.PickleObject;
import io.github.mambaout.weights.pickle.PickleSequence;
import io.github.mambaout.weights.pickle.PickleValue;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Understands how PyTorch pickles tensors ({@code torch/_utils.py}) and checks what is said about them.
 *
 * @param file the file, for messages
 * @param container where the storages are
 */
record PyTorchTensors(Path file, PyTorchContainer container) {
    /** Tensors have no more dimensions in PyTorch. */
    private static final int MOST_DIMENSIONS = 64;
    /** A parameter around a tensor with attributes around a tensor. */
    private static final int DEEPEST_WRAPPING = 3;
    /** Storage, offset, sizes and strides come first. */
    private static final int LEADING_ARGUMENTS = 4;
    /** Where {@code _rebuild_tensor_v3} has the type of the elements. */
    private static final int TYPE_ARGUMENT = 6;

    /** The call that makes a tensor, without what is wrapped around it. */
    private record Call(PickleGlobal function, List<PickleValue> arguments) {}

    /**
     * @param value any value of a pickle
     * @return whether it is a tensor of any kind
     */
    static boolean isTensor(PickleValue value) {
        return call(value).isPresent();
    }

    private static Optional<Call> call(PickleValue value) {
        PickleValue inner = value;
        for (int depth = 0; depth <= DEEPEST_WRAPPING; depth++) {
            if (!(inner instanceof PickleObject object)) {
                return Optional.empty();
            }
            PickleGlobal function = object.type();
            List<PickleValue> arguments = object.arguments();
            if (PyTorchGlobals.callsFunction(function)
                    && arguments.size() > 2
                    && arguments.get(0) instanceof PickleGlobal called
                    && arguments.get(2) instanceof PickleSequence itsArguments) {
                function = called;
                arguments = itsArguments.items();
            }
            if (PyTorchGlobals.makesTensor(function)
                    || PyTorchGlobals.otherTensor(function).isPresent()) {
                return Optional.of(new Call(function, arguments));
            }
            if (!PyTorchGlobals.makesParameter(function) || arguments.isEmpty()) {
                return Optional.empty();
            }
            inner = arguments.get(0);
        }
        return Optional.empty();
    }

    /**
     * @param name the tensor's name
     * @param value a tensor of any kind
     * @return where it lies
     * @throws WeightFileException if it is no strided tensor of a known type, or does not fit its storage
     */
    StridedTensor tensor(String name, PickleValue value) {
        Call call = call(value).orElseThrow(() -> damaged(name, "it is no tensor"));
        List<PickleValue> arguments = call.arguments();
        PyTorchGlobals.otherTensor(call.function()).ifPresent(kind -> {
            throw new WeightFileException(
                    file,
                    "parameter " + name + " is " + kind + " (" + call.function()
                            + "), which is not supported. Make it dense in PyTorch (to_dense(), dequantize()) and save again.");
        });
        if (arguments.size() < LEADING_ARGUMENTS) {
            throw damaged(name, call.function() + " has only " + arguments.size() + " arguments");
        }
        StorageReference storage = StorageReference.of(arguments.get(0))
                .orElseThrow(() -> damaged(name, "it does not say which storage it lies in"));
        ElementType type = type(name, storage, arguments);
        long offset = whole(name, "offset", arguments.get(1));
        Shape shape = shape(name, wholes(name, "sizes", arguments.get(2)));
        List<Long> strides = wholes(name, "strides", arguments.get(3));
        if (strides.size() != shape.rank()) {
            throw damaged(name, "it has " + shape.rank() + " sizes but " + strides.size() + " strides");
        }
        StridedTensor tensor = new StridedTensor(new StoredTensor(type, shape), storage.key(), offset, strides);
        checkBounds(name, tensor);
        return tensor;
    }

    private ElementType type(String name, StorageReference storage, List<PickleValue> arguments) {
        PickleGlobal type =
                arguments.size() > TYPE_ARGUMENT && arguments.get(TYPE_ARGUMENT) instanceof PickleGlobal dtype
                        ? dtype
                        : storage.type();
        return PyTorchGlobals.elementType(type)
                .orElseThrow(() -> new WeightFileException(
                        file,
                        "parameter " + name + " has elements of type " + type
                                + ", which are not supported. Convert it to float32 in PyTorch and save again."));
    }

    private List<Long> wholes(String name, String what, PickleValue value) {
        PickleValue plain = value;
        if (value instanceof PickleObject size && size.arguments().size() == 1) {
            // torch.Size, a tuple by another name.
            plain = size.arguments().get(0);
        }
        if (!(plain instanceof PickleSequence sequence) || sequence.items().size() > MOST_DIMENSIONS) {
            throw damaged(name, "its " + what + " should be a tuple of at most " + MOST_DIMENSIONS + " numbers");
        }
        List<Long> numbers = new ArrayList<>();
        for (PickleValue item : sequence.items()) {
            numbers.add(whole(name, what, item));
        }
        return List.copyOf(numbers);
    }

    private long whole(String name, String what, PickleValue value) {
        if (value instanceof PickleValue.Whole whole
                && whole.value().signum() >= 0
                && whole.value().bitLength() < Long.SIZE) {
            return whole.value().longValue();
        }
        String found = value instanceof PickleValue.Whole whole ? shortened(whole.value()) : "no whole number";
        throw damaged(name, "its " + what + " should be at least 0 and fit 63 bits, but holds " + found);
    }

    private static String shortened(BigInteger number) {
        return number.bitLength() <= Long.SIZE ? number.toString() : "a number of " + number.bitLength() + " bits";
    }

    private Shape shape(String name, List<Long> sizes) {
        try {
            return Shape.of(sizes.stream().mapToInt(Math::toIntExact).toArray());
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new WeightFileException(
                    file, "parameter " + name + " has more elements than one tensor can hold (2^31 - 1).", e);
        }
    }

    private void checkBounds(String name, StridedTensor tensor) {
        long available = container.length(tensor.storage());
        if (available < 0) {
            throw damaged(name, "its storage " + tensor.storage() + " is missing");
        }
        if (tensor.stored().shape().elements() == 0) {
            return;
        }
        long needed;
        try {
            needed = Math.multiplyExact(Math.addExact(tensor.offset(), tensor.span()), (long)
                    tensor.stored().type().bytes());
        } catch (ArithmeticException e) {
            throw damaged(name, "its strides reach further than any file");
        }
        if (needed > available) {
            throw damaged(
                    name,
                    "it reaches to byte " + needed + " of storage " + tensor.storage() + ", which has " + available);
        }
    }

    private WeightFileException damaged(String name, String problem) {
        return new WeightFileException(
                file, "parameter " + name + ": " + problem + ". The file is damaged; copy or download it again.");
    }
}
