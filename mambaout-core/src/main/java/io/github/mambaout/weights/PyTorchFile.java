package io.github.mambaout.weights;

import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.pickle.PickleDict;
import io.github.mambaout.weights.pickle.PickleException;
import io.github.mambaout.weights.pickle.PickleValue;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An open checkpoint of PyTorch ({@code .pth}, {@code .pt}, {@code .bin}, {@code .ckpt}), in the zip form or the one before.
 *
 * <p>Its pickle is read as data: what it names is never loaded or called, and a name that weights do not need makes the file
 * refused. Nothing is extracted to disk, and no more memory is taken than in proportion to the file's length.
 */
public final class PyTorchFile implements WeightFile {
    /**
     * Tensors may share, repeat and skip elements of storages, and these may be compressed, but what has to be held for all
     * of them may be no more than this many times the file's bytes.
     */
    private static final int LARGEST_EXPANSION = 8;

    private static final long ALWAYS_ALLOWED = 64L << 20;

    private final Path path;
    private final FileKind kind;
    private final Set<WeightSet> sets;
    private final PyTorchContainer container;
    private final Map<String, StridedTensor> places;
    private final Map<String, StoredTensor> tensors;

    private PyTorchFile(Path path, FileKind kind, PyTorchContainer container, WeightSet set) {
        CheckpointContent content = new CheckpointContent(path, container.value());
        this.path = path;
        this.kind = kind;
        this.container = container;
        this.places = places(path, container, content.stateDict(set));
        this.sets = content.sets();
        Map<String, StoredTensor> named = new LinkedHashMap<>();
        places.forEach((name, place) -> named.put(name, place.stored()));
        this.tensors = Collections.unmodifiableMap(named);
    }

    /**
     * Opens a checkpoint: a state dict, or a dictionary that has one under {@code state_dict}, {@code model} or {@code
     * model_state_dict}, or an averaged one under {@code state_dict_ema} or {@code model_ema}. What is no tensor in the state
     * dict is left out.
     *
     * @param path a file that begins like those of {@code torch.save}
     * @param kind which of its forms
     * @param set which weights are meant if the file holds two sets
     * @return the open file
     * @throws WeightFileException if there is no such file, it is no such checkpoint, is damaged, names Python classes or
     *     functions that weights do not need, holds tensors that are not strided arrays of a known type, or does not hold the
     *     set that is asked for
     */
    static PyTorchFile open(Path path, FileKind kind, WeightSet set) {
        PyTorchContainer container = container(path, kind);
        boolean opened = false;
        try {
            PyTorchFile file = new PyTorchFile(path, kind, container, set);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                WeightChannel.close(container);
            }
        }
    }

    private static PyTorchContainer container(Path path, FileKind kind) {
        try {
            return kind == FileKind.PYTORCH_ZIP ? PyTorchZip.open(path) : PyTorchLegacy.open(path);
        } catch (PickleException e) {
            throw new WeightFileException(path, e.getMessage(), e);
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be read (" + e + "). Copy or download it again.", e);
        }
    }

    private static Map<String, StridedTensor> places(Path path, PyTorchContainer container, PickleDict stateDict) {
        PyTorchTensors reader = new PyTorchTensors(path, container);
        Map<String, StridedTensor> places = new LinkedHashMap<>();
        long left = ALWAYS_ALLOWED + LARGEST_EXPANSION * length(path);
        for (PickleDict.Entry entry : stateDict.entries()) {
            if (!(entry.key() instanceof PickleValue.Text name) || !PyTorchTensors.isTensor(entry.value())) {
                continue;
            }
            StridedTensor place = reader.tensor(name.value(), entry.value());
            if (places.put(name.value(), place) != null) {
                throw new WeightFileException(
                        path, "holds parameter " + name.value() + " twice. The file is damaged; save it again.");
            }
            left -= Math.max(place.stored().shape().elements(), place.span())
                    * place.stored().type().bytes();
            if (left < 0) {
                throw new WeightFileException(
                        path,
                        "claims parameters of more than " + LARGEST_EXPANSION
                                + " times its own length. It is damaged or made to exhaust memory.");
            }
        }
        return places;
    }

    private static long length(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be read (" + e + ").", e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String kind() {
        return kind.label();
    }

    @Override
    public Set<WeightSet> sets() {
        return sets;
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** @return nothing; PyTorch's files have no metadata */
    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public Tensor tensor(String name) {
        Tensor tensor = Tensor.zeros(StoredTensor.floats(this, name).shape());
        read(name, tensor);
        return tensor;
    }

    @Override
    public void read(String name, Tensor target) {
        StoredTensor stored = StoredTensor.floats(this, name);
        stored.checkShape(this, name, target);
        StridedTensor place = places.get(name);
        if (stored.shape().elements() == 0) {
            return;
        }
        long start = place.offset() * stored.type().bytes();
        try (InputStream in = container.open(place.storage(), start)) {
            if (place.isContiguous()) {
                decode(in, place, stored.shape().elements(), target.data());
            } else {
                gather(name, in, place, target.data());
            }
        } catch (EOFException e) {
            throw new WeightFileException(
                    path, "was cut short: parameter " + name + " is not there whole. Copy or download it again.", e);
        } catch (IOException e) {
            throw new WeightFileException(path, "parameter " + name + " can't be read (" + e + ").", e);
        }
    }

    private void decode(InputStream in, StridedTensor place, int count, FloatBuffer target) throws IOException {
        FloatElements.read(in, place.stored().type(), container.order(), count, target);
    }

    private void gather(String name, InputStream in, StridedTensor place, FloatBuffer target) throws IOException {
        long span = place.span();
        if (span > Integer.MAX_VALUE / Float.BYTES) {
            throw new WeightFileException(
                    path,
                    "parameter " + name + " is strewn over " + span
                            + " elements. Make it contiguous in PyTorch (.contiguous()) and save again.");
        }
        FloatBuffer storage = FloatBuffer.allocate((int) span);
        decode(in, place, (int) span, storage);
        int[] index = new int[place.strides().size()];
        int position = 0;
        for (int element = 0; element < target.capacity(); element++) {
            target.put(element, storage.get(position));
            position = next(place, index, position);
        }
    }

    /** Counts up in C order; returns the position in the storage of the element after this one. */
    private static int next(StridedTensor place, int[] index, int position) {
        int moved = position;
        for (int dimension = index.length - 1; dimension >= 0; dimension--) {
            int stride = place.strides().get(dimension).intValue();
            if (++index[dimension] < place.stored().shape().size(dimension)) {
                return moved + stride;
            }
            moved -= (index[dimension] - 1) * stride;
            index[dimension] = 0;
        }
        return moved;
    }

    @Override
    public void close() {
        WeightChannel.close(container);
    }
}
