package io.github.mambaout.train.checkpoint;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import java.util.Map;
import java.util.function.BiConsumer;

/** All parameters of a network in one buffer, one behind the other. */
final class FlatWeights {
    private FlatWeights() {}

    static Tensor zeros(ModelMetadata model) {
        long count = MambaOut.parameterShapes(model.config()).values().stream()
                .mapToLong(Shape::elements)
                .sum();
        return Tensor.zeros(Shape.of(Math.toIntExact(count)));
    }

    /** Takes the buffer apart into parameters on its memory, under their names. */
    static void forEach(ModelMetadata model, Tensor flat, BiConsumer<String, Tensor> action) {
        int start = 0;
        for (Map.Entry<String, Shape> parameter :
                MambaOut.parameterShapes(model.config()).entrySet()) {
            action.accept(parameter.getKey(), flat.slice(start, parameter.getValue()));
            start += parameter.getValue().elements();
        }
    }
}
