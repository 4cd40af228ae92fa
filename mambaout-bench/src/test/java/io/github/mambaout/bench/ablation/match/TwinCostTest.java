package io.github.mambaout.bench.ablation.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinCostTest {
    /** Maps of 7×6 tokens, then 4×3. */
    private static MambaOutConfig network(String mixer) {
        return MambaOutConfig.builder()
                .depths(List.of(1, 2))
                .dims(List.of(16, 32))
                .numClasses(5)
                .imgHeight(28)
                .imgWidth(23)
                .tokenMixer(mixer)
                .build();
    }

    @Test
    void countsAreThoseOfTheNetwork() {
        MambaOutConfig config = network("ssm");
        MambaOut network = MambaOut.create(config, 0);
        TwinCost cost = TwinCost.of(config);
        assertThat(cost.parameters()).isEqualTo(network.parameters().count());
        assertThat(cost.multiplyAdds()).isEqualTo(network.multiplyAdds(config.inputShape()));
        assertThat(cost.seconds()).isEmpty();
    }

    /** 9·L·D·N for each scan: 42 tokens in one block, 12 in two; vim is twice as wide inside, ss2d has one state. */
    @ParameterizedTest
    @CsvSource({
        "gated-cnn, 0, 0",
        "attention, 0, 0",
        "nc-ssd:causal, 0, 0",
        "ssm, 1, 16",
        "ssm:bidirectional, 4, 16",
        "ssm:cross, 4, 16",
        "ss2d, 4, 1",
        "vim, 4, 16"
    })
    void scansCountAsInTheLiterature(String mixer, int scansOfTheWidth, int states) {
        long each = 9L * states * (42 * 16 + 2 * 12 * 32);
        assertThat(TwinCost.of(network(mixer)).scanMultiplyAdds()).isEqualTo(scansOfTheWidth * each);
    }

    @Test
    void theShareOfScansIsOfAllMultiplyAdds() {
        TwinCost cost = new TwinCost(1, 80, 20, OptionalDouble.empty());
        assertThat(cost.scanShare()).isEqualTo(0.25);
        assertThat(cost.withSeconds(0.5)).isEqualTo(new TwinCost(1, 80, 20, OptionalDouble.of(0.5)));
    }

    @Test
    void measuredUpdatesAreInTheOrderOfTheNetworks() {
        MambaOutConfig small = network("gated-cnn");
        MambaOutConfig large = small.toBuilder().dims(List.of(128, 256)).build();
        List<Double> seconds = new MeasuredUpdates(2, Compute.shared()).seconds(List.of(large, small));
        assertThat(seconds).hasSize(2).allMatch(value -> value > 0);
    }
}
