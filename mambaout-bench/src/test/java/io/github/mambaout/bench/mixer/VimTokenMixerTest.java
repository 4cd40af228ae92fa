package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.tensor.Shape;
import org.junit.jupiter.api.Test;

class VimTokenMixerTest {

    @Test
    void itsBlockIsOneNormAndScansInBothDirections() {
        Layer block = TokenMixerFactory.named("vim").block(GatedCnnOptions.of(32));
        assertThat(block.parameters().byName().keySet())
                .containsExactlyInAnyOrder(
                        "norm1.weight",
                        "norm1.bias",
                        "mixer.in_proj.weight",
                        "mixer.conv1d.weight",
                        "mixer.conv1d.bias",
                        "mixer.A_log",
                        "mixer.D",
                        "mixer.x_proj.weight",
                        "mixer.dt_proj.weight",
                        "mixer.dt_proj.bias",
                        "mixer.backward.conv1d.weight",
                        "mixer.backward.conv1d.bias",
                        "mixer.backward.A_log",
                        "mixer.backward.D",
                        "mixer.backward.x_proj.weight",
                        "mixer.backward.dt_proj.weight",
                        "mixer.backward.dt_proj.bias",
                        "mixer.out_proj.weight");
        assertThat(block.parameters().get("mixer.backward.A_log").shape()).isEqualTo(Shape.of(64, 16));
        long direction = 64 * 4 + 64 * (2 + 32) + 2 * 64 + 9 * 64 * 16;
        assertThat(block.multiplyAdds(Shape.of(1, 5, 4, 32))).isEqualTo(20 * (32 * 128 + 64 * 32 + 2 * direction));
    }

    @Test
    void itsBlockIsADifferentiableLayer() {
        LayerCheck.of(TokenMixerFactory.named("vim").block(GatedCnnOptions.of(4)), Shape.of(2, 3, 4, 4), 41)
                .all();
    }
}
