package io.github.mambaout.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.tensor.Tensor;
import java.util.stream.IntStream;

/** From our tensors to PyTorch's. */
final class LibtorchArrays {
    private LibtorchArrays() {}

    /**
     * @param source of any shape
     * @param manager owner of the copy
     * @return a copy of the same shape
     */
    static NDArray of(Tensor source, NDManager manager) {
        long[] sizes = new long[source.shape().rank()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = source.shape().size(i);
        }
        return manager.create(source.toArray(), new Shape(sizes));
    }

    /**
     * @param batch pictures {@code [N, H, W, C]}
     * @param manager owner of the copy
     * @return a copy {@code [N, C, H, W]} that lies as before in memory: PyTorch's channels-last, its faster layout here
     */
    static NDArray pictures(Batch batch, NDManager manager) {
        return of(batch.pictures(), manager).transpose(0, 3, 1, 2);
    }

    /**
     * @param batch with labels
     * @param manager owner of the copy
     * @return the labels, {@code [N]}
     */
    static NDArray labels(Batch batch, NDManager manager) {
        return manager.create(IntStream.of(batch.labels()).asLongStream().toArray());
    }
}
