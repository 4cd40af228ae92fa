package io.github.mambaout.layer;

import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Any token mixer on a {@link HiddenMap}: what it sees and what it gives are copied to and from tensors. */
final class LayerMixing implements HiddenMixing {
    private final HiddenMap hidden;
    private final int rest;
    private final Execution execution;
    private final Layer mixer;
    private final Optional<Training> training;
    private final Tensor seen;
    private final List<Tensor> borrowed = new ArrayList<>();
    private Optional<Pass> pass = Optional.empty();
    private Tensor mixed;
    private Tensor gradient;

    /**
     * @param mixer the token mixer
     * @param training the pass as the mixer sees it, where there will be a way back
     * @param hidden the map
     * @param shape shape of c
     * @param rest channels of the map before c
     * @param execution lends memory
     */
    LayerMixing(
            Layer mixer, Optional<Training> training, HiddenMap hidden, Shape shape, int rest, Execution execution) {
        this.mixer = mixer;
        this.training = training;
        this.hidden = hidden;
        this.rest = rest;
        this.execution = execution;
        seen = execution.borrow(shape);
        mixed = seen;
        gradient = seen;
        borrowed.add(seen);
    }

    private void copyTo(Tensor map, int first, int rows) {
        Rows.of(map).write(first, rows, hidden.value(), hidden.start(first) + rest, hidden.stride());
    }

    private void copyFrom(Tensor map, int first, int rows) {
        Rows.of(map).readBeside(first, rows, hidden.value(), hidden.start(first) + rest, hidden.stride());
    }

    @Override
    public void take(int first, int rows) {
        copyTo(seen, first, rows);
    }

    @Override
    public void forward() {
        pass = training.map(way -> mixer.pass(seen, way));
        mixed = pass.map(Pass::output).orElseGet(() -> mixer.forward(seen, execution));
        borrowed.add(mixed);
    }

    @Override
    public void put(int first, int rows) {
        copyFrom(mixed, first, rows);
    }

    @Override
    public void prepareGradient() {
        gradient = execution.borrow(mixed.shape());
        borrowed.add(gradient);
    }

    @Override
    public void takeGradient(int first, int rows) {
        copyTo(gradient, first, rows);
    }

    @Override
    public void backward(Gradients into) {
        gradient = pass.orElseThrow().backward(gradient, into);
        borrowed.add(gradient);
    }

    @Override
    public void putGradient(int first, int rows) {
        copyFrom(gradient, first, rows);
    }

    @Override
    public void release() {
        borrowed.forEach(execution.memory()::release);
    }
}
