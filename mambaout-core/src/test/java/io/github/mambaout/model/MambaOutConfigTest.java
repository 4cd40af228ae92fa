package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.GlobalPool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MambaOutConfigTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static MambaOutConfig read(String json) throws JsonProcessingException {
        return JSON.readValue(json, MambaOutConfig.class);
    }

    @Test
    void optionsHaveTimmsNamesInJson() throws JsonProcessingException {
        MambaOutConfig config = read("{\"name\": \"mine\", \"depths\": [1, 2], \"dims\": [8, 16], \"num_classes\": 0,"
                + " \"in_chans\": 1, \"global_pool\": \"avgmax\", \"kernel_size\": 5, \"conv_ratio\": 0.5,"
                + " \"expansion_ratio\": 2, \"act_layer\": \"silu\", \"stem_mid_norm\": false, \"downsample\": \"conv_nf\","
                + " \"head_fn\": \"norm_mlp\", \"ls_init_value\": 1e-5, \"drop_path_rate\": 0.1, \"drop_rate\": 0.2}");

        assertThat(config)
                .isEqualTo(MambaOutConfig.builder()
                        .name("mine")
                        .depths(List.of(1, 2))
                        .dims(List.of(8, 16))
                        .numClasses(0)
                        .inChans(1)
                        .globalPool(GlobalPool.AVGMAX)
                        .kernelSize(5)
                        .convRatio(0.5)
                        .expansionRatio(2)
                        .actLayer(Activation.SILU)
                        .stemMidNorm(false)
                        .downsample(MambaOutConfig.DownsampleOrder.CONV_NF)
                        .headFn(MambaOutConfig.HeadKind.NORM_MLP)
                        .lsInitValue(1e-5)
                        .dropPathRate(0.1)
                        .dropRate(0.2)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"avg, AVG", "max, MAX", "avgmax, AVGMAX", "'', NONE"})
    void poolingKindsHaveTimmsNames(String name, GlobalPool pool) throws JsonProcessingException {
        MambaOutConfig config = read("{\"global_pool\": \"" + name + "\"}");

        assertThat(config.globalPool()).isEqualTo(pool);
        assertThat(JSON.valueToTree(config).get("global_pool").textValue()).isEqualTo(name);
    }

    @Test
    void whatIsLeftOutHasThePapersValue() throws JsonProcessingException {
        assertThat(read("{}")).isEqualTo(MambaOutConfig.builder().build());
        assertThat(read("{}").globalPool()).isEqualTo(GlobalPool.AVG);
    }

    @ParameterizedTest
    @CsvSource({"global_pool", "act_layer", "downsample", "head_fn"})
    void emptyOptionIsRefusedByName(String option) {
        assertThatThrownBy(() -> read("{\"" + option + "\": null}"))
                .hasMessageContaining("Model configuration: " + option + " must be given");
    }

    @Test
    void onlyNetworksWithClassesAndPoolingAreClassifiers() {
        MambaOutConfig config = MambaOutConfig.builder().build();

        assertThatCode(config::requireClassifier).doesNotThrowAnyException();
        assertThatThrownBy(() -> config.toBuilder().numClasses(0).build().requireClassifier())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("num_classes is 0");
        assertThatThrownBy(() ->
                        config.toBuilder().globalPool(GlobalPool.NONE).build().requireClassifier())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("global_pool is empty");
    }
}
