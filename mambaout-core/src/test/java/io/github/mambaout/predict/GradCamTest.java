package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Picture;
import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Formulas;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GradCamTest {
    private static final SavedModel SAVED = SmallModel.saved();
    private static final double EPSILON = 1e-6;

    private static GradCam gradCam() {
        return GradCam.of(SAVED, Compute.shared(), PredictorOptions.defaults());
    }

    private static Tensor lastMap(Picture picture) {
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor input = SAVED.metadata().preprocessing().apply(picture);
            Tensor map = SAVED.model().featureMaps(input, execution).get(1);
            return Tensor.of(map.shape(), map.toArray());
        }
    }

    private static float[] weights(String name) {
        return SAVED.model().parameters().get("head." + name).value().toArray();
    }

    private static double[] norm(double[] x, String name) {
        double mean = Arrays.stream(x).sum() / x.length;
        double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
        float[] weight = weights(name + ".weight");
        float[] bias = weights(name + ".bias");
        double[] y = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            y[c] = (x[c] - mean) / Math.sqrt(variance + EPSILON) * weight[c] + bias[c];
        }
        return y;
    }

    private static double[] linear(double[] x, String name) {
        float[] weight = weights(name + ".weight");
        float[] bias = weights(name + ".bias");
        double[] y = new double[bias.length];
        for (int n = 0; n < y.length; n++) {
            y[n] = bias[n];
            for (int c = 0; c < x.length; c++) {
                y[n] += weight[n * x.length + c] * x[c];
            }
        }
        return y;
    }

    /** The head behind its pooling, in float64. */
    private static double[] logits(double[] pooled) {
        double[] hidden = linear(norm(pooled, "norm"), "pre_logits.fc");
        double[] active = Arrays.stream(hidden)
                .map(value -> Formulas.activation(Activation.GELU, value))
                .toArray();
        return linear(norm(active, "pre_logits.norm"), "fc");
    }

    /** Grad-CAM with the gradient taken as differences. */
    private static double[] expectedHeat(Tensor map, int index) {
        int channels = map.shape().channels();
        int pixels = map.shape().rows();
        double[] pooled = new double[channels];
        for (int i = 0; i < pixels * channels; i++) {
            pooled[i % channels] += map.get(i) / (double) pixels;
        }
        double[] heat = new double[pixels];
        double step = 1e-5;
        for (int c = 0; c < channels; c++) {
            double[] more = pooled.clone();
            double[] less = pooled.clone();
            more[c] += step;
            less[c] -= step;
            // A pixel's value counts for the mean by one part in as many as there are pixels.
            double alpha = (logits(more)[index] - logits(less)[index]) / (2 * step) / pixels;
            for (int i = 0; i < pixels; i++) {
                heat[i] += alpha * map.get(i * channels + c);
            }
        }
        double most = Arrays.stream(heat).max().orElseThrow();
        return Arrays.stream(heat)
                .map(value -> most > 0 ? Math.max(0, value) / most : 0)
                .toArray();
    }

    @Test
    void heatIsThePositivePartOfTheMapWeightedByTheLogitsGradient() {
        try (GradCam gradCam = gradCam()) {
            for (int seed = 0; seed < 3; seed++) {
                Picture picture = SmallModel.random(seed);
                for (int index = 0; index < 3; index++) {
                    Explanation explanation = gradCam.explain(picture, index);
                    double[] expected = expectedHeat(lastMap(picture), index);
                    assertThat(explanation.heat().rows()).isEqualTo(4);
                    assertThat(explanation.heat().columns()).isEqualTo(4);
                    for (int i = 0; i < 16; i++) {
                        assertThat((double) explanation.heat().get(i / 4, i % 4))
                                .as("class %d, pixel %d", index, i)
                                .isCloseTo(expected[i], within(1e-4));
                    }
                }
            }
        }
    }

    @Test
    void classifiesAsAClassifierDoesAndExplainsTheBestClassUnlessAskedForAnother() {
        Picture picture = SmallModel.random(4);
        try (GradCam gradCam = gradCam();
                Classifier classifier = Classifier.of(SAVED, Compute.shared())) {
            Classification expected = classifier.classify(picture);
            Explanation best = gradCam.explain(picture);
            assertThat(best.classification().logits()).containsExactly(expected.logits());
            assertThat(best.explained()).isEqualTo(expected.best());
            int other = (expected.best().index() + 1) % 3;
            assertThat(gradCam.explain(picture, other).explained()).isEqualTo(expected.of(other));
        }
    }

    @Test
    void dropoutOfTheHeadPlaysNoPart() {
        MambaOut dropping =
                MambaOut.create(SAVED.model().config().toBuilder().dropRate(0.9).build(), 0);
        SAVED.model()
                .parameters()
                .byName()
                .forEach((name, parameter) -> dropping.parameters().get(name).set(parameter.value()));
        SavedModel saved = new SavedModel(dropping, ModelMetadata.of(dropping.config()));
        try (GradCam with = GradCam.of(saved, Compute.shared(), PredictorOptions.defaults());
                GradCam without = gradCam()) {
            assertThat(with.explain(SmallModel.random(0), 1).heat().values())
                    .containsExactly(
                            without.explain(SmallModel.random(0), 1).heat().values());
        }
    }

    @Test
    void overlayShowsWhatTheNetworkSawBesideTheHeatInColours() {
        HeatMap heat = new HeatMap(1, 2, new double[] {-3, 5});
        Picture grey = Picture.ofGrey(400, 400, new byte[400 * 400]);
        Classification classification =
                new Classification(ModelMetadata.of(SAVED.model().config()), new float[3]);
        Picture overlay = new Explanation(classification, classification.best(), heat, grey).overlay();
        assertThat(overlay.width()).isEqualTo(2 * 400 + 12);
        assertThat(overlay.get(200, 200, 0)).isZero();
        // Without evidence nearly black; the strongest evidence in three quarters of the map's last colour, #fcffa4.
        assertThat(overlay.get(412, 200, 0)).isZero();
        assertThat(overlay.get(811, 200, 0)).isEqualTo(Math.round(0.75f * 0xfc));
        assertThat(overlay.get(811, 200, 2)).isEqualTo(Math.round(0.75f * 0xa4));
    }

    @Test
    void heatWithoutEvidenceIsEmptyAndNotDividedByZero() {
        HeatMap heat = new HeatMap(1, 2, new double[] {-3, 0});
        assertThat(heat.isEmpty()).isTrue();
        assertThat(heat.values()).containsExactly(0, 0);
        assertThat(new HeatMap(1, 2, new double[] {1, 4}).values()).containsExactly(0.25f, 1);
    }

    @Test
    void classThatDoesNotExistIsRefused() {
        try (GradCam gradCam = gradCam()) {
            assertThatThrownBy(() -> gradCam.explain(SmallModel.random(0), 3))
                    .hasMessageContaining("0 to 2")
                    .hasMessageContaining("class 3");
        }
    }
}
