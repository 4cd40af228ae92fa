package io.github.mambaout.weights;

import io.github.mambaout.weights.pickle.PickleGlobal;
import io.github.mambaout.weights.pickle.PicklePersistent;
import io.github.mambaout.weights.pickle.PickleSequence;
import io.github.mambaout.weights.pickle.PickleValue;
import java.util.List;
import java.util.Optional;

/**
 * A pickle's reference to a storage: {@code ("storage", class, key, device, elements)}.
 *
 * @param type the storage's class, for instance {@code torch FloatStorage}
 * @param key its name in the file
 */
record StorageReference(PickleGlobal type, String key) {
    private static final int PARTS = 5;

    /**
     * @param value any value of a pickle
     * @return the reference; empty if the value is no reference to a storage
     */
    static Optional<StorageReference> of(PickleValue value) {
        if (value instanceof PicklePersistent reference && reference.id() instanceof PickleSequence parts) {
            List<PickleValue> items = parts.items();
            if (items.size() >= PARTS
                    && items.get(0) instanceof PickleValue.Text kind
                    && kind.value().equals("storage")
                    && items.get(1) instanceof PickleGlobal type
                    && items.get(2) instanceof PickleValue.Text key
                    && isWhole(items.subList(PARTS, items.size()))) {
                return Optional.of(new StorageReference(type, key.value()));
            }
        }
        return Optional.empty();
    }

    /** PyTorch before 0.4 could save a part of a storage as a storage, and said which part behind the others. */
    private static boolean isWhole(List<PickleValue> rest) {
        return rest.stream().allMatch(PickleValue.Nothing.class::isInstance);
    }
}
