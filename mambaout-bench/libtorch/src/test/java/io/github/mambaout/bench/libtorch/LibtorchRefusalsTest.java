package io.github.mambaout.bench.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LibtorchRefusalsTest {

    @Test
    void whatPyTorchWouldComputeOtherwiseIsRefusedByName() {
        refuses("token mixer identity", builder -> builder.tokenMixer(TokenMixerFactory.IDENTITY));
        refuses("pooling MAX", builder -> builder.globalPool(GlobalPool.MAX));
        refuses("activation silu", builder -> builder.actLayer(io.github.mambaout.kernel.Activation.SILU));
        refuses("drop path of rate 0.1", builder -> builder.dropPathRate(0.1));
        refuses("dropout of rate 0.2", builder -> builder.dropRate(0.2));
    }

    @Test
    void allPublishedModelsWithGeluCanBeCompared() {
        List<String> compared = List.of(
                "mambaout_femto",
                "mambaout_kobe",
                "mambaout_tiny",
                "mambaout_small",
                "mambaout_base",
                "mambaout_small_rw");
        compared.forEach(name -> LibtorchNetwork.requireComputable(ModelZoo.config(name)));
        assertThat(compared).allMatch(name -> ModelZoo.config(name).dropPathRate() == 0);
    }

    private static void refuses(String part, UnaryOperator<MambaOutConfig.Builder> change) {
        MambaOutConfig config = change.apply(MambaOutConfig.builder()).build();
        assertThatThrownBy(() -> LibtorchNetwork.requireComputable(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part)
                .hasMessageContaining("mambaout_femto");
    }
}
