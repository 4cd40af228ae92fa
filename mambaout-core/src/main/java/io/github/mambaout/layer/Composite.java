package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/** A layer that is a sequence of others under given names. */
abstract class Composite implements Layer {
    private final Sequential body;

    Composite(Sequential body) {
        this.body = body;
    }

    @Override
    public final Shape outputShape(Shape input) {
        return body.outputShape(input);
    }

    @Override
    public final Parameters parameters() {
        return body.parameters();
    }

    @Override
    public final List<Part> parts() {
        return body.parts();
    }

    @Override
    public final long multiplyAdds(Shape input) {
        return body.multiplyAdds(input);
    }

    @Override
    public final Tensor forward(Tensor input, Execution execution) {
        return body.forward(input, execution);
    }

    @Override
    public final Pass pass(Tensor input, Training training) {
        return body.pass(input, training);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
