package io.github.mambaout.weights;

import io.github.mambaout.weights.pickle.PickleGlobal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Python names that checkpoints may hold, and what those mean that tensors are made of. None of them is ever called. */
final class PyTorchGlobals {
    /** Element types by the names of PyTorch's; the storage classes are named after them. */
    private static final Map<PickleGlobal, ElementType> TYPES = types();

    /** Storages of elements that are no {@link ElementType}, with the bytes of one. */
    private static final Map<PickleGlobal, Integer> OTHER_STORAGES = Map.of(
            new PickleGlobal("torch", "QInt8Storage"), 1,
            new PickleGlobal("torch", "QUInt8Storage"), 1,
            new PickleGlobal("torch", "QInt32Storage"), 4,
            new PickleGlobal("torch", "ComplexDoubleStorage"), 16);

    /** Functions that make tensors which are no strided arrays of numbers, and what these are called. */
    private static final Map<PickleGlobal, String> OTHER_TENSORS = Map.ofEntries(
            otherTensor("_rebuild_sparse_tensor", "sparse"),
            otherTensor("_rebuild_sparse_csr_tensor", "sparse"),
            otherTensor("_rebuild_qtensor", "quantised"),
            otherTensor("_rebuild_meta_tensor_no_storage", "meta tensor without values,"),
            otherTensor("_rebuild_nested_tensor", "nested"),
            otherTensor("_rebuild_wrapper_subclass", "of a class of its own"),
            otherTensor("_rebuild_device_tensor_from_numpy", "of a device without storages"),
            otherTensor("_rebuild_device_tensor_from_cpu_tensor", "of a device without storages"));

    private static final Set<PickleGlobal> TENSORS =
            globals("torch._utils", "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3");
    private static final Set<PickleGlobal> PARAMETERS =
            globals("torch._utils", "_rebuild_parameter", "_rebuild_parameter_with_state");
    private static final PickleGlobal FROM_TYPE = new PickleGlobal("torch._tensor", "_rebuild_from_type_v2");

    /** What else lies in checkpoints beside weights: options, counters, metrics, random states. */
    private static final Set<PickleGlobal> BESIDE_WEIGHTS = union(
            globals("collections", "OrderedDict", "defaultdict", "Counter"),
            globals("argparse", "Namespace"),
            globals("pathlib", "PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath"),
            globals("builtins", "set", "frozenset", "list", "dict", "int", "float", "complex", "bytearray", "object"),
            globals(
                    "__builtin__",
                    "set",
                    "frozenset",
                    "list",
                    "dict",
                    "int",
                    "float",
                    "complex",
                    "bytearray",
                    "object"),
            globals("copyreg", "_reconstructor"),
            globals("copy_reg", "_reconstructor"),
            globals("_codecs", "encode"),
            globals("numpy", "dtype", "ndarray"),
            globals("numpy.core.multiarray", "scalar", "_reconstruct"),
            globals("numpy._core.multiarray", "scalar", "_reconstruct"),
            globals("numpy.core.numeric", "_frombuffer"),
            globals("numpy._core.numeric", "_frombuffer"),
            globals("torch", "Size", "device", "Tensor", "per_tensor_affine", "per_channel_affine"),
            globals("torch", "qint8", "quint8", "qint32", "complex128", "complex32"),
            globals("torch", "strided", "sparse_coo", "sparse_csr"),
            globals("torch.nn.parameter", "Parameter", "Buffer"),
            globals("torch.serialization", "_get_layout"),
            globals("torch.torch_version", "TorchVersion"));

    /** All names that a checkpoint may hold. */
    static final Set<PickleGlobal> ALLOWED = union(
            TYPES.keySet(),
            OTHER_STORAGES.keySet(),
            OTHER_TENSORS.keySet(),
            TENSORS,
            PARAMETERS,
            Set.of(FROM_TYPE),
            BESIDE_WEIGHTS);

    private PyTorchGlobals() {}

    /**
     * @param name a storage class or a {@code torch.dtype}
     * @return the type of its elements; empty if it is neither, or no type of whole bytes that safetensors has too
     */
    static Optional<ElementType> elementType(PickleGlobal name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    /**
     * @param storageClass a storage class
     * @return the bytes of one of its elements; empty if it is none
     */
    static Optional<Integer> elementBytes(PickleGlobal storageClass) {
        return elementType(storageClass)
                .map(ElementType::bytes)
                .or(() -> Optional.ofNullable(OTHER_STORAGES.get(storageClass)));
    }

    /** @return what kind of tensor the function makes; empty if none or a strided one */
    static Optional<String> otherTensor(PickleGlobal function) {
        return Optional.ofNullable(OTHER_TENSORS.get(function));
    }

    /** @return whether the function takes a storage, an offset, sizes and strides */
    static boolean makesTensor(PickleGlobal function) {
        return TENSORS.contains(function);
    }

    /** @return whether the function takes a tensor and gives it back as a parameter */
    static boolean makesParameter(PickleGlobal function) {
        return PARAMETERS.contains(function);
    }

    /** @return whether the function takes a function, a class, and arguments for the function */
    static boolean callsFunction(PickleGlobal function) {
        return function.equals(FROM_TYPE);
    }

    private static Map<PickleGlobal, ElementType> types() {
        Map<PickleGlobal, ElementType> types = new LinkedHashMap<>();
        add(types, ElementType.F64, "DoubleStorage", "float64", "double");
        add(types, ElementType.F32, "FloatStorage", "float32", "float");
        add(types, ElementType.F16, "HalfStorage", "float16", "half");
        add(types, ElementType.BF16, "BFloat16Storage", "bfloat16");
        add(types, ElementType.C64, "ComplexFloatStorage", "complex64");
        add(types, ElementType.F8_E5M2, "float8_e5m2");
        add(types, ElementType.F8_E4M3, "float8_e4m3fn");
        add(types, ElementType.F8_E8M0, "float8_e8m0fnu");
        add(types, ElementType.I64, "LongStorage", "int64", "long");
        add(types, ElementType.U64, "uint64");
        add(types, ElementType.I32, "IntStorage", "int32", "int");
        add(types, ElementType.U32, "uint32");
        add(types, ElementType.I16, "ShortStorage", "int16", "short");
        add(types, ElementType.U16, "uint16");
        add(types, ElementType.I8, "CharStorage", "int8");
        add(types, ElementType.U8, "ByteStorage", "uint8", "UntypedStorage");
        add(types, ElementType.BOOL, "BoolStorage", "bool");
        types.put(new PickleGlobal("torch.storage", "UntypedStorage"), ElementType.U8);
        return Collections.unmodifiableMap(types);
    }

    private static void add(Map<PickleGlobal, ElementType> types, ElementType type, String... names) {
        for (String name : names) {
            types.put(new PickleGlobal("torch", name), type);
        }
    }

    private static Map.Entry<PickleGlobal, String> otherTensor(String name, String kind) {
        return Map.entry(new PickleGlobal("torch._utils", name), kind);
    }

    private static Set<PickleGlobal> globals(String module, String... names) {
        return Arrays.stream(names).map(name -> new PickleGlobal(module, name)).collect(Collectors.toUnmodifiableSet());
    }

    @SafeVarargs
    private static Set<PickleGlobal> union(Set<PickleGlobal>... sets) {
        return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
