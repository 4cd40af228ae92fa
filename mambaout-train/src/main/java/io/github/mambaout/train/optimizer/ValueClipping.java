package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import java.util.List;

/**
 * Keeps each value of the gradient within a bound of 0 (PyTorch's {@code clip_grad_value_}, timm's mode {@code value}).
 *
 * @param largest the bound, positive
 */
public record ValueClipping(double largest) implements GradientClipping {
    public ValueClipping {
        Constants.requirePositive("The largest value of a gradient", largest);
    }

    @Override
    public double clip(TrainedParameters trained, double norm, Compute compute) {
        List<Span> spans = trained.spans();
        float bound = (float) largest;
        compute.workers().run(spans.size(), (task, scratch) -> {
            Span span = spans.get(task);
            float[] values = scratch.floats(0, span.length());
            trained.gradients().data().get(span.start(), values, 0, span.length());
            for (int i = 0; i < span.length(); i++) {
                values[i] = Math.max(-bound, Math.min(bound, values[i]));
            }
            trained.gradients().data().put(span.start(), values, 0, span.length());
        });
        return 1;
    }
}
