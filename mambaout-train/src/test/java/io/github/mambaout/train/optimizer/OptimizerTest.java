package io.github.mambaout.train.optimizer;

import static io.github.mambaout.train.optimizer.SmallParameters.COUNT;
import static io.github.mambaout.train.optimizer.SmallParameters.MATRIX;
import static io.github.mambaout.train.optimizer.SmallParameters.compute;
import static io.github.mambaout.train.optimizer.SmallParameters.toDoubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method beside its formula in float64, and what all methods promise. */
class OptimizerTest {
    private static final double DECAY = 0.05;

    /** A method's formula, on arrays of float64: what update {@code t} makes of weights, given its gradients. */
    private interface Formula {
        void update(int t, double rate, double decay, int from, int to, double[] w, double[] g, double[] m, double[] v);
    }

    static List<OptimizerSettings> methods() {
        return List.of(
                AdamWSettings.withDecay(DECAY),
                SgdSettings.withDecay(DECAY),
                new SgdSettings(0.9, false, DECAY),
                new SgdSettings(0, false, DECAY),
                LionSettings.withDecay(DECAY),
                LambSettings.withDecay(DECAY),
                new LambSettings(0.9, 0.999, 1e-6, DECAY, 1e9, true, true));
    }

    private static Formula formula(OptimizerSettings settings) {
        if (settings instanceof AdamWSettings) {
            return (t, rate, decay, from, to, w, g, m, v) -> {
                for (int i = from; i < to; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    w[i] = w[i] * (1 - rate * decay)
                            - rate
                                    * (m[i] / (1 - Math.pow(0.9, t)))
                                    / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                }
            };
        }
        if (settings instanceof SgdSettings sgd) {
            return (t, rate, decay, from, to, w, g, m, v) -> {
                for (int i = from; i < to; i++) {
                    double slope = g[i] + decay * w[i];
                    m[i] = sgd.momentum() * m[i] + slope;
                    w[i] -= rate * (sgd.nesterov() ? slope + sgd.momentum() * m[i] : m[i]);
                }
            };
        }
        if (settings instanceof LionSettings) {
            return (t, rate, decay, from, to, w, g, m, v) -> {
                for (int i = from; i < to; i++) {
                    w[i] = w[i] * (1 - rate * decay) - rate * Math.signum(0.9 * m[i] + 0.1 * g[i]);
                    m[i] = 0.99 * m[i] + 0.01 * g[i];
                }
            };
        }
        LambSettings lamb = (LambSettings) settings;
        return (t, rate, decay, from, to, w, g, m, v) -> {
            double norm = 0;
            for (double slope : g) {
                norm += slope * slope;
            }
            double clip = Math.max(1, Math.sqrt(norm) / lamb.largestGradientNorm());
            double[] step = new double[to];
            double ofWeights = 0;
            double ofSteps = 0;
            for (int i = from; i < to; i++) {
                double slope = g[i] / clip;
                m[i] = 0.9 * m[i] + 0.1 * slope;
                v[i] = 0.999 * v[i] + 0.001 * slope * slope;
                step[i] = m[i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-6)
                        + decay * w[i];
                ofWeights += w[i] * w[i];
                ofSteps += step[i] * step[i];
            }
            double trust = decay > 0 || lamb.adaptsAll() ? Math.sqrt(ofWeights / ofSteps) : 1;
            for (int i = from; i < to; i++) {
                w[i] -= rate * (lamb.clipsTrust() ? Math.min(1, trust) : trust) * step[i];
            }
        };
    }

    @ParameterizedTest
    @MethodSource("methods")
    void equalsItsFormulaOverSeveralUpdatesAndSparesOneDimensionalParametersTheDecay(OptimizerSettings settings) {
        SmallParameters small = new SmallParameters();
        TrainedParameters trained = small.trained();
        Optimizer optimizer = settings.on(trained, compute(1));
        double[] w = toDoubles(trained.weights());
        double[] m = new double[COUNT];
        double[] v = new double[COUNT];
        for (int t = 1; t <= 5; t++) {
            double rate = 1e-2 / t;
            double scale = t == 3 ? 0.25 : 1;
            small.drawGradients(t);
            double[] g = toDoubles(small.gradients);
            for (int i = 0; i < COUNT; i++) {
                g[i] *= scale;
            }
            optimizer.update(rate, scale);
            formula(settings).update(t, rate, DECAY, 0, MATRIX.elements(), w, g, m, v);
            formula(settings).update(t, rate, 0, MATRIX.elements(), COUNT, w, g, m, v);
        }
        assertThat(optimizer.updates()).isEqualTo(5);
        for (int i = 0; i < COUNT; i++) {
            assertThat((double) trained.weights().get(i)).as("weight %d", i).isCloseTo(w[i], within(2e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void hasTheSameBitsOnAnyNumberOfThreads(OptimizerSettings settings) {
        float[] alone = trained(settings, 1);
        assertThat(trained(settings, 2)).isEqualTo(alone);
        assertThat(trained(settings, 5)).isEqualTo(alone);
    }

    private static float[] trained(OptimizerSettings settings, int threads) {
        SmallParameters small = new SmallParameters();
        Compute compute = compute(threads);
        try (var workers = compute.workers()) {
            TrainedParameters trained = small.trained();
            Optimizer optimizer = settings.on(trained, compute);
            for (int t = 1; t <= 3; t++) {
                small.drawGradients(t);
                double norm = new GradientNorm(small.gradients, compute).measure();
                optimizer.update(1e-3, GradientClipping.byNorm(1).clip(trained, norm, compute));
            }
            assertThat(workers.threads()).isEqualTo(threads);
            return trained.weights().toArray();
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void goesOnFromASavedStateWithTheSameBits(OptimizerSettings settings) {
        SmallParameters whole = new SmallParameters();
        Optimizer uninterrupted = settings.on(whole.trained(), compute(1));
        update(uninterrupted, whole, 1, 4);

        SmallParameters before = new SmallParameters();
        Optimizer first = settings.on(before.trained(), compute(1));
        update(first, before, 1, 2);
        SmallParameters after = new SmallParameters();
        after.parameters.flat().copyFrom(before.parameters.flat());
        Optimizer second = settings.on(after.trained(), compute(1));
        second.restore(first.updates(), first.state());
        update(second, after, 3, 4);

        assertThat(second.updates()).isEqualTo(4);
        assertThat(after.parameters.flat().toArray())
                .isEqualTo(whole.parameters.flat().toArray());
    }

    private static void update(Optimizer optimizer, SmallParameters small, int from, int to) {
        for (int t = from; t <= to; t++) {
            small.drawGradients(t);
            optimizer.update(1e-2, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void tellsTheLayersThatTheWeightsHaveChanged(OptimizerSettings settings) {
        SmallParameters small = new SmallParameters();
        Parameter weight = small.parameters.get("weight");
        Optimizer optimizer = settings.on(small.trained(), compute(1));
        long before = weight.version();
        optimizer.update(1e-3, 1);
        assertThat(weight.version()).isGreaterThan(before);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void leavesFrozenParametersAsTheyAre(OptimizerSettings settings) {
        SmallParameters small = new SmallParameters();
        TrainedParameters trained =
                small.trained(UpdateRules.of(small.parameters).freezing(List.of("weight")));
        float[] before = trained.weights().toArray();
        Optimizer optimizer = settings.on(trained, compute(1));
        small.drawGradients(1);
        optimizer.update(1e-2, 1);
        float[] after = trained.weights().toArray();
        for (int i = 0; i < COUNT; i++) {
            if (i < MATRIX.elements()) {
                assertThat(after[i]).as("frozen %d", i).isEqualTo(before[i]);
            } else {
                assertThat(after[i]).as("trained %d", i).isNotEqualTo(before[i]);
            }
        }
    }

    @Test
    void lambTrustsAParameterOfZerosAtTheFullRate() {
        SmallParameters small = new SmallParameters();
        TrainedParameters trained = small.trained();
        trained.weights().copyFrom(Tensor.zeros(trained.weights().shape()));
        small.drawGradients(1);
        LambSettings.withDecay(DECAY).on(trained, compute(1)).update(1e-2, 1);
        // The first step of Adam is the sign of the gradient, but for epsilon.
        for (int i = 0; i < 100; i++) {
            assertThat((double) Math.abs(trained.weights().get(i))).isCloseTo(1e-2, within(1e-3));
        }
    }

    @Test
    void refusesAStateOfAnotherMethodOrSize() {
        SmallParameters small = new SmallParameters();
        Optimizer adamW = AdamWSettings.withDecay(0).on(small.trained(), compute(1));
        Optimizer lion = LionSettings.withDecay(0).on(small.trained(), compute(1));
        assertThatThrownBy(() -> adamW.restore(3, lion.state()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[moments]")
                .hasMessageContaining("first_moments");
        Map<String, Tensor> shorter = new LinkedHashMap<>();
        shorter.put("moments", Tensor.zeros(Shape.of(7)));
        assertThatThrownBy(() -> lion.restore(3, shorter))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("moments");
    }

    @Test
    void refusesBuffersOfAnotherLengthAndConstantsOutOfRange() {
        SmallParameters small = new SmallParameters();
        assertThatThrownBy(() -> TrainedParameters.of(small.parameters, Tensor.zeros(Shape.of(COUNT - 1))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[" + (COUNT - 1) + "]");
        assertThatThrownBy(() -> new AdamWSettings(1, 0.999, 1e-8, 0)).hasMessageContaining("beta1");
        assertThatThrownBy(() -> AdamWSettings.withDecay(-0.1)).hasMessageContaining("Weight decay");
        assertThatThrownBy(() -> new SgdSettings(0, true, 0)).hasMessageContaining("Nesterov");
        assertThatThrownBy(() -> new LionSettings(0.9, 1, 0)).hasMessageContaining("beta2");
        assertThatThrownBy(() -> new LambSettings(0.9, 0.999, 0, 0, 1, false, false))
                .hasMessageContaining("epsilon");
    }
}
