package io.github.mambaout.weights;

import java.util.List;

/**
 * A tensor as PyTorch saves it: a view on a storage that it may share with others. All numbers have been checked against the
 * storage.
 *
 * @param stored type and shape
 * @param storage the storage's key
 * @param offset the first element's index in the storage
 * @param strides for each dimension, how many elements of the storage lie between neighbours; at least 0
 */
record StridedTensor(StoredTensor stored, String storage, long offset, List<Long> strides) {

    /** @return how many elements of the storage lie from its first to its last element, both included */
    long span() {
        if (stored.shape().elements() == 0) {
            return 0;
        }
        long last = 0;
        for (int dimension = 0; dimension < strides.size(); dimension++) {
            last = Math.addExact(
                    last,
                    Math.multiplyExact(
                            strides.get(dimension), (long) stored.shape().size(dimension) - 1));
        }
        return Math.addExact(last, 1);
    }

    /** @return whether its elements lie in the storage one after the other in C order */
    boolean isContiguous() {
        long expected = 1;
        for (int dimension = strides.size() - 1; dimension >= 0; dimension--) {
            int size = stored.shape().size(dimension);
            if (size > 1 && strides.get(dimension) != expected) {
                return false;
            }
            expected *= size;
        }
        return true;
    }
}
