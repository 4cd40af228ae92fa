package io.github.mambaout.weights;

import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * An open file of named tensors. Opening reads what the file says about them and checks every number in it against the
 * file's length; values are read tensor by tensor.
 *
 * <p>Many threads may read one open file. Closing it leaves the tensors valid that were taken from it.
 */
public sealed interface WeightFile extends AutoCloseable permits SafetensorsFile, PyTorchFile {

    /**
     * Opens a file of any kind that is read. The kind is told by the content, never by the name.
     *
     * @param path the file
     * @param set which weights are meant if the file holds two sets
     * @return the open file
     * @throws WeightFileException if there is no such file, it is of no known kind, it is damaged, or it does not hold the
     *     set that is asked for
     */
    static WeightFile open(Path path, WeightSet set) {
        FileKind kind = FileKind.of(path);
        if (kind != FileKind.SAFETENSORS) {
            return PyTorchFile.open(path, kind, set);
        }
        if (set == WeightSet.AVERAGED) {
            throw new WeightFileException(
                    path,
                    "is a safetensors file, which holds one set of weights and says nothing of an average. Leave out that "
                            + "averaged weights are wanted (--ema), or name the checkpoint that holds both.");
        }
        return SafetensorsFile.open(path);
    }

    /** @return the file's path, as it was given */
    Path path();

    /** @return for people: of what kind the file is */
    String kind();

    /** @return which sets of weights the file holds; {@link #tensors()} are of one of them */
    Set<WeightSet> sets();

    /**
     * @return what the file says about its tensors by their names there, in its order; all types, also those that do not
     *     read as floats; can't be changed
     */
    Map<String, StoredTensor> tensors();

    /** @return the strings that the file carries beside its tensors; can't be changed */
    Map<String, String> metadata();

    /**
     * Reads a tensor as 32-bit floats. Where the file's layout allows, its memory is mapped, not copied; it may be
     * read-only.
     *
     * @param name a name in {@link #tensors()}
     * @return the tensor
     * @throws WeightFileException if there is no such tensor, if it holds no floats, or if it can't be read
     */
    Tensor tensor(String name);

    /**
     * Reads a tensor's values into memory that is there already, as 32-bit floats.
     *
     * @param name a name in {@link #tensors()}
     * @param target where the values go; its shape must be the stored one
     * @throws WeightFileException if there is no such tensor, if it holds no floats, or if it can't be read
     * @throws ShapeMismatchException if the target has another shape
     */
    void read(String name, Tensor target);

    @Override
    void close();
}
