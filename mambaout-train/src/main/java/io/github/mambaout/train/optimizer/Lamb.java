package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import java.util.List;

/**
 * Adam with a learning rate of its own for each parameter, for large batches (You et al. 2020; timm's {@code Lamb}): for
 * update {@code t} from 1 on, with gradient {@code g} after clipping,
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * u = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) + decay w
 * w = w - rate trust u        trust = |w| / |u| over the parameter, 1 if either is 0
 * }</pre>
 *
 * <p>One-dimensional parameters are not decayed and, unless {@link LambSettings#adaptsAll()}, have a trust of 1. Norms are
 * summed in float64, span by span, in an order that does not depend on the number of threads.
 */
public final class Lamb extends MomentOptimizer {
    private final LambSettings settings;
    private final List<Span> spans;
    private final GradientNorm gradientNorm;
    private final double[] weightSquares;
    private final double[] stepSquares;
    private final double[] trust;

    Lamb(LambSettings settings, TrainedParameters trained, Compute compute) {
        super(new Moments(trained, compute, "first_moments", "second_moments"));
        this.settings = settings;
        this.spans = trained.spans();
        this.gradientNorm = new GradientNorm(trained.gradients(), compute);
        this.weightSquares = new double[spans.size()];
        this.stepSquares = new double[spans.size()];
        this.trust = new double[trained.parameters().all().size()];
    }

    @Override
    void change(Moments moments, long update, double learningRate, double gradientScale) {
        double norm = gradientNorm.measure() * gradientScale;
        float scale = (float) (gradientScale / Math.max(1, norm / settings.largestGradientNorm()));
        float size = (float) (1 / Constants.correction(settings.beta1(), update));
        float root = (float) (1 / Math.sqrt(Constants.correction(settings.beta2(), update)));
        moments.forEachSpan((task, span, weights, gradients, m) -> {
            remember(span.length(), scale, gradients, m[0], m[1]);
            measure(task, span, size, root, weights, m);
        });
        trustEachParameter();
        // The steps are computed a second time rather than kept: that saves memory of one value for each weight.
        moments.forEachSpan((task, span, weights, gradients, m) -> {
            float rate = (float) (span.learningRate(learningRate) * trust[span.parameter()]);
            float decay = (float) span.weightDecay(settings.weightDecay());
            for (int i = 0; i < span.length(); i++) {
                weights[i] -= rate * step(m[0][i] * size, m[1][i], root, decay * weights[i]);
            }
        });
    }

    private void remember(int length, float scale, float[] gradients, float[] first, float[] second) {
        float keep1 = (float) settings.beta1();
        float keep2 = (float) settings.beta2();
        float take1 = (float) (1 - settings.beta1());
        float take2 = (float) (1 - settings.beta2());
        for (int i = 0; i < length; i++) {
            float gradient = gradients[i] * scale;
            first[i] = keep1 * first[i] + take1 * gradient;
            second[i] = keep2 * second[i] + take2 * gradient * gradient;
        }
    }

    private void measure(int task, Span span, float size, float root, float[] weights, float[][] m) {
        float decay = (float) span.weightDecay(settings.weightDecay());
        double ofWeights = 0;
        double ofSteps = 0;
        for (int i = 0; i < span.length(); i++) {
            float step = step(m[0][i] * size, m[1][i], root, decay * weights[i]);
            ofWeights += (double) weights[i] * weights[i];
            ofSteps += (double) step * step;
        }
        weightSquares[task] = ofWeights;
        stepSquares[task] = ofSteps;
    }

    private float step(float first, float second, float root, float decay) {
        return first / ((float) Math.sqrt(second) * root + (float) settings.epsilon()) + decay;
    }

    private void trustEachParameter() {
        for (int from = 0; from < spans.size(); ) {
            Span first = spans.get(from);
            double ofWeights = 0;
            double ofSteps = 0;
            int next = from;
            while (next < spans.size() && spans.get(next).parameter() == first.parameter()) {
                ofWeights += weightSquares[next];
                ofSteps += stepSquares[next];
                next++;
            }
            trust[first.parameter()] = trust(first, Math.sqrt(ofWeights), Math.sqrt(ofSteps));
            from = next;
        }
    }

    private double trust(Span span, double weightNorm, double stepNorm) {
        boolean adapts = settings.adaptsAll() || span.weightDecay(settings.weightDecay()) > 0;
        if (!adapts || weightNorm == 0 || stepNorm == 0) {
            return 1;
        }
        double ratio = weightNorm / stepNorm;
        return settings.clipsTrust() ? Math.min(1, ratio) : ratio;
    }
}
