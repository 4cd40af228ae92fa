package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Gradients by differences, the same bits on any number of threads, many threads at once, prediction equal to training. */
class MixerLayersTest {

    @Test
    void selectiveScanIsADifferentiableLayer() {
        LayerCheck.of(new SelectiveScan(19, 3, 2), Shape.of(2, 3, 5, 19), 1).all();
    }

    @Test
    void scanLongerThanItsPiecesIsADifferentiableLayer() {
        LayerCheck.of(new SelectiveScan(5, 2), Shape.of(1, 70, 5), 2)
                .gradientsEqualDifferences()
                .predictsWhatItTrains();
    }

    @Test
    void causalConvolutionIsADifferentiableLayer() {
        LayerCheck.of(new CausalConv1d(70, 4), Shape.of(2, 6, 70), 3).all();
        LayerCheck.of(new CausalConv1d(3, 4), Shape.of(2, 2, 3), 4).all();
    }

    @Test
    void mambaMixerIsADifferentiableLayer() {
        LayerCheck.of(new MambaMixer(6, 3, 2, 4, 1), Shape.of(2, 9, 6), 5).all();
    }

    @Test
    void ssmTokenMixerIsADifferentiableLayer() {
        LayerCheck.of(new SsmTokenMixer().create(5, 3), Shape.of(2, 4, 3, 5), 6).all();
    }
}
