package io.github.mambaout.train.checkpoint;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checkpoint of a tiny network whose values all differ. */
final class SmallCheckpoint {
    static final MambaOutConfig CONFIG = ModelZoo.config("mambaout_femto").toBuilder()
            .depths(List.of(1, 1))
            .dims(List.of(8, 16))
            .imgHeight(16)
            .imgWidth(16)
            .numClasses(2)
            .build();

    private SmallCheckpoint() {}

    static Checkpoint after(long updates) {
        return new Checkpoint(
                updates,
                ModelMetadata.of(CONFIG),
                Map.of("lr", "0.001", "data", "folder:with \"quotes\""),
                "{\"loss\":[2.5,1.25]} \u732b",
                values(updates),
                Optional.of(values(updates + 0.25f)),
                updates,
                Map.of("first_moment", values(-updates), "second_moment", values(-updates - 0.5f)));
    }

    private static Tensor values(float first) {
        int count = MambaOut.parameterShapes(CONFIG).values().stream()
                .mapToInt(Shape::elements)
                .sum();
        Tensor values = Tensor.zeros(Shape.of(count));
        for (int i = 0; i < count; i++) {
            values.data().put(i, first + i * 0.001f);
        }
        return values;
    }
}
