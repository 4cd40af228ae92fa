package io.github.mambaout.weights;

import io.github.mambaout.weights.pickle.PickleDict;
import io.github.mambaout.weights.pickle.PickleValue;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a checkpoint holds: a state dict, or a dictionary of training state with one or two state dicts in it.
 *
 * @param file the file, for messages
 * @param value what was saved
 */
record CheckpointContent(Path file, PickleValue value) {
    /** Under which keys training programs put the weights; the first that is there counts. */
    private static final List<String> TRAINED = List.of("state_dict", "model", "model_state_dict");

    private static final List<String> AVERAGED = List.of("state_dict_ema", "model_ema");
    private static final int KEYS_IN_MESSAGE = 10;

    /**
     * @param set which of two sets
     * @return the state dict with it
     * @throws WeightFileException if there is none
     */
    PickleDict stateDict(WeightSet set) {
        if (!(value instanceof PickleDict root)) {
            throw new WeightFileException(
                    file,
                    "holds no dictionary of parameters. Save the model's state dict: torch.save(model.state_dict(), …).");
        }
        Optional<PickleDict> averaged = averaged(root);
        if (set == WeightSet.AVERAGED) {
            return averaged.orElseThrow(() -> new WeightFileException(
                    file,
                    "holds no averaged weights: none of " + AVERAGED + " is in it, but " + keys(root)
                            + ". Leave out that averaged weights are wanted (--ema), or name another checkpoint."));
        }
        return trained(root)
                .or(() -> averaged)
                .orElseThrow(() -> new WeightFileException(
                        file,
                        "holds no parameters, neither as tensors nor in a dictionary under one of " + TRAINED + " or "
                                + AVERAGED + ", but " + keys(root) + ". Use a checkpoint that holds a model."));
    }

    /** @return which of two sets are there */
    Set<WeightSet> sets() {
        Set<WeightSet> sets = EnumSet.noneOf(WeightSet.class);
        if (value instanceof PickleDict root) {
            trained(root).ifPresent(found -> sets.add(WeightSet.TRAINED));
            averaged(root).ifPresent(found -> sets.add(WeightSet.AVERAGED));
        }
        return sets;
    }

    private static Optional<PickleDict> trained(PickleDict root) {
        return nested(root, TRAINED).or(() -> holdsTensors(root) ? Optional.of(root) : Optional.empty());
    }

    private static Optional<PickleDict> averaged(PickleDict root) {
        return nested(root, AVERAGED);
    }

    private static Optional<PickleDict> nested(PickleDict root, List<String> keys) {
        return keys.stream()
                .flatMap(key -> root.get(key).stream())
                .filter(found -> found instanceof PickleDict dict && holdsTensors(dict))
                .map(PickleDict.class::cast)
                .findFirst();
    }

    private static boolean holdsTensors(PickleDict dict) {
        return dict.entries().stream().anyMatch(entry -> PyTorchTensors.isTensor(entry.value()));
    }

    private static List<String> keys(PickleDict root) {
        return root.entries().stream()
                .filter(entry -> entry.key() instanceof PickleValue.Text)
                .map(entry -> ((PickleValue.Text) entry.key()).value())
                .limit(KEYS_IN_MESSAGE)
                .toList();
    }
}
