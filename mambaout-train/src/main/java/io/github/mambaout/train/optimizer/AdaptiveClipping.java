package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps the gradient of each unit, an output channel's weights, short beside the unit itself (Brock et al. 2021, High-Performance
 * Large-Scale Image Recognition Without Normalization; timm's mode {@code agc}):
 *
 * <pre>{@code
 * g = g bound / |g|  if |g| > bound        bound = factor max(|w|, 1e-3)
 * }</pre>
 *
 * <p>A one-dimensional parameter is one unit, as in timm. The classifier, {@code head.fc}, is left alone, as the paper asks for.
 *
 * @param factor largest ratio of the two norms, positive
 */
public record AdaptiveClipping(double factor) implements GradientClipping {
    private static final double SMALLEST_WEIGHT_NORM = 1e-3;
    private static final String CLASSIFIER = "head.fc.";

    public AdaptiveClipping {
        Constants.requirePositive("The factor of adaptive clipping", factor);
    }

    /** A whole parameter as {@code units} rows of {@code length} values. */
    private record Rows(int start, int units, int length) {}

    @Override
    public double clip(TrainedParameters trained, double norm, Compute compute) {
        List<Rows> parameters = clipped(trained);
        compute.workers().run(parameters.size(), (task, scratch) -> {
            Rows rows = parameters.get(task);
            float[] weights = scratch.floats(0, rows.length());
            float[] gradients = scratch.floats(1, rows.length());
            for (int unit = 0; unit < rows.units(); unit++) {
                int start = rows.start() + unit * rows.length();
                trained.weights().data().get(start, weights, 0, rows.length());
                trained.gradients().data().get(start, gradients, 0, rows.length());
                if (shorten(weights, gradients, rows.length())) {
                    trained.gradients().data().put(start, gradients, 0, rows.length());
                }
            }
        });
        return 1;
    }

    private static List<Rows> clipped(TrainedParameters trained) {
        List<Rows> all = new ArrayList<>();
        int start = 0;
        for (Map.Entry<String, Parameter> entry : trained.parameters().byName().entrySet()) {
            Shape shape = entry.getValue().shape();
            int units = shape.rank() > 1 ? shape.size(0) : 1;
            if (!trained.rules().byName().get(entry.getKey()).frozen()
                    && !entry.getKey().startsWith(CLASSIFIER)) {
                all.add(new Rows(start, units, shape.elements() / units));
            }
            start += shape.elements();
        }
        return all;
    }

    private boolean shorten(float[] weights, float[] gradients, int length) {
        double bound = factor * Math.max(SMALLEST_WEIGHT_NORM, norm(weights, length));
        double norm = norm(gradients, length);
        if (!(norm > bound)) {
            return false;
        }
        float scale = (float) (bound / norm);
        for (int i = 0; i < length; i++) {
            gradients[i] *= scale;
        }
        return true;
    }

    private static double norm(float[] values, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
