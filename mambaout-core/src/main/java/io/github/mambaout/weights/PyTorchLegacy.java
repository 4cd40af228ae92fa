package io.github.mambaout.weights;

import io.github.mambaout.weights.pickle.PickleException;
import io.github.mambaout.weights.pickle.PickleInput;
import io.github.mambaout.weights.pickle.PicklePersistent;
import io.github.mambaout.weights.pickle.PickleSequence;
import io.github.mambaout.weights.pickle.PickleValue;
import io.github.mambaout.weights.pickle.Unpickler;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of PyTorch before 1.6 ({@code _use_new_zipfile_serialization=False}): five pickles (a magic number, a version, facts
 * about the machine, the value, the keys of the storages), then each storage's number of elements and its little-endian bytes.
 */
final class PyTorchLegacy implements PyTorchContainer {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final BigInteger VERSION = BigInteger.valueOf(1001);

    /** Where a storage lies in the file. */
    private record Extent(long start, long length) {}

    private final FileChannel channel;
    private final PickleValue value;
    private final Map<String, Extent> storages;

    private PyTorchLegacy(FileChannel channel, PickleValue value, Map<String, Extent> storages) {
        this.channel = channel;
        this.value = value;
        this.storages = storages;
    }

    /**
     * @param path a file that begins with a pickle
     * @return its content
     * @throws WeightFileException if it is no checkpoint of PyTorch
     * @throws IOException if it is damaged, names what is not allowed or can't be read
     */
    static PyTorchLegacy open(Path path) throws IOException {
        FileChannel channel = WeightChannel.open(path);
        boolean opened = false;
        try {
            PyTorchLegacy legacy = read(path, channel);
            opened = true;
            return legacy;
        } finally {
            if (!opened) {
                WeightChannel.close(channel);
            }
        }
    }

    private static PyTorchLegacy read(Path path, FileChannel channel) throws IOException {
        PickleInput input = new PickleInput(new BufferedInputStream(new ChannelInput(channel, 0)));
        Unpickler unpickler = new Unpickler(input, PyTorchGlobals.ALLOWED);
        if (!isNumber(unpickler.read(), MAGIC)) {
            throw new WeightFileException(
                    path,
                    "is a pickle, but not of PyTorch: it does not begin with PyTorch's magic number. Save the weights with "
                            + "torch.save or as safetensors.");
        }
        if (!isNumber(unpickler.read(), VERSION)) {
            throw new WeightFileException(
                    path,
                    "is of a version of PyTorch's old form that is not known; it should be " + VERSION
                            + ". Load it in PyTorch and save it again.");
        }
        unpickler.read(); // facts about the machine; the storages are little-endian on all of them
        PickleValue value = unpickler.read();
        Map<String, Integer> elementBytes = elementBytes(unpickler.persistent());
        if (!(unpickler.read() instanceof PickleSequence keys)) {
            throw new PickleException("does not list the keys of its storages. The file is damaged.");
        }
        return new PyTorchLegacy(channel, value, extents(channel, input.position(), keys.items(), elementBytes));
    }

    private static boolean isNumber(PickleValue value, BigInteger expected) {
        return value instanceof PickleValue.Whole whole && whole.value().equals(expected);
    }

    private static Map<String, Integer> elementBytes(List<PicklePersistent> references) {
        Map<String, Integer> bytes = new HashMap<>();
        for (PicklePersistent reference : references) {
            StorageReference.of(reference)
                    .flatMap(storage ->
                            PyTorchGlobals.elementBytes(storage.type()).map(size -> Map.entry(storage, size)))
                    .ifPresent(found -> bytes.putIfAbsent(found.getKey().key(), found.getValue()));
        }
        return bytes;
    }

    private static Map<String, Extent> extents(
            FileChannel channel, long start, List<PickleValue> keys, Map<String, Integer> elementBytes)
            throws IOException {
        Map<String, Extent> extents = new HashMap<>();
        long position = start;
        long size = channel.size();
        for (PickleValue key : keys) {
            if (!(key instanceof PickleValue.Text name) || !elementBytes.containsKey(name.value())) {
                throw new PickleException(
                        "lists a storage that no tensor of a known type refers to. The file is damaged.");
            }
            ByteBuffer count = ByteBuffer.wrap(new ChannelInput(channel, position).readNBytes(Long.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            position += Long.BYTES;
            long elements = count.remaining() < Long.BYTES ? -1 : count.getLong();
            int bytes = elementBytes.get(name.value());
            if (elements < 0 || elements > (size - position) / bytes) {
                throw new PickleException("was cut short: storage " + name.value() + " should have " + elements
                        + " elements, but the file ends before. Copy or download it again.");
            }
            if (extents.put(name.value(), new Extent(position, elements * bytes)) != null) {
                throw new PickleException("lists storage " + name.value() + " twice. The file is damaged.");
            }
            position += elements * bytes;
        }
        return extents;
    }

    @Override
    public PickleValue value() {
        return value;
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public long length(String key) {
        return storages.containsKey(key) ? storages.get(key).length() : -1;
    }

    @Override
    public InputStream open(String key, long position) {
        return new ChannelInput(channel, storages.get(key).start() + position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
