package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients by differences, the same bits on any number of threads, many threads at once, prediction equal to training. */
class MixerLayersTest {

    @Test
    void selectiveScanIsADifferentiableLayer() {
        LayerCheck.of(new SelectiveScan(19, 3, 2), Shape.of(2, 3, 5, 19), 1).all();
    }

    @ParameterizedTest
    @EnumSource(ScanList.class)
    void scansOfEveryListAreDifferentiableLayers(ScanList list) {
        LayerCheck.of(SelectiveScan.each(19, 2, 2, list.orders()), Shape.of(2, 3, 5, 19), 7)
                .all();
        LayerCheck.of(SelectiveScan.shared(70, 1, 2, list.orders()), Shape.of(2, 3, 5, 70), 8)
                .all();
    }

    @Test
    void scanLongerThanItsPiecesIsADifferentiableLayer() {
        LayerCheck.of(new SelectiveScan(5, 2), Shape.of(1, 140, 5), 2)
                .gradientsEqualDifferences()
                .predictsWhatItTrains();
    }

    @Test
    void causalConvolutionIsADifferentiableLayer() {
        LayerCheck.of(new CausalConv1d(70, 4), Shape.of(2, 6, 70), 3).all();
        LayerCheck.of(new CausalConv1d(3, 4), Shape.of(2, 2, 3), 4).all();
        LayerCheck.of(CausalConv1d.backwards(5, 4), Shape.of(2, 6, 5), 9).all();
    }

    @Test
    void mambaMixerIsADifferentiableLayer() {
        LayerCheck.of(new MambaMixer(6, 3, 2, 4, 1), Shape.of(2, 9, 6), 5).all();
        LayerCheck.of(MambaMixer.ofBothDirections(6, 3, 2, 4, 1), Shape.of(2, 3, 3, 6), 10)
                .all();
    }

    @Test
    void ssmTokenMixerIsADifferentiableLayer() {
        LayerCheck.of(new SsmTokenMixer().create(5, 3), Shape.of(2, 4, 3, 5), 6).all();
    }

    @Test
    void blockWithPositionsIsADifferentiableLayer() {
        Layer block = PreNormBlock.withPositionsAndMlp(GatedCnnOptions.of(6), "mixer", new Linear(6, 6), 2);
        assertThat(block.parts())
                .extracting(Layer.Part::name)
                .containsExactly("cpe1", "norm1", "mixer", "cpe2", "norm2", "mlp");
        LayerCheck.of(block, Shape.of(2, 3, 2, 6), 11).all();
    }
}
