package io.github.mambaout.weights;

/** Which weights are taken from a checkpoint that holds two sets of them. */
public enum WeightSet {
    /** Those that the optimiser changed. A file that holds averaged weights alone gives these. */
    TRAINED,
    /** Their moving average over the training (EMA); a file without it is refused. */
    AVERAGED
}
