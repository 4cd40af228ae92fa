package io.github.mambaout.weights.pickle;

/** A reference to something outside of the pickle; PyTorch refers so to the memory of its tensors. */
public final class PicklePersistent implements PickleValue {
    private final PickleValue id;

    PicklePersistent(PickleValue id) {
        this.id = id;
    }

    /** @return what the writer named it by */
    public PickleValue id() {
        return id;
    }
}
