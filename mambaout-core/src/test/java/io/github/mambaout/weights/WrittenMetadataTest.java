package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.model.ModelZoo;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenMetadataTest {
    @ParameterizedTest
    @ValueSource(strings = {"mambaout_femto", "mambaout_base_wide_rw", "test_mambaout"})
    void readsWhatIsWritten(String model) {
        ModelMetadata metadata = ModelMetadata.of(ModelZoo.config(model));
        Map<String, String> written = metadata.toStrings();
        assertThat(WrittenMetadata.config(written.get(ModelMetadata.CONFIG))).contains(metadata.config());
        assertThat(WrittenMetadata.classNames(written.get(ModelMetadata.CLASSES)))
                .contains(metadata.classNames());
        assertThat(WrittenMetadata.preprocessing(written.get(ModelMetadata.PREPROCESSING)))
                .contains(metadata.preprocessing());
        assertThat(WrittenMetadata.provenance(written.get(ModelMetadata.PROVENANCE)))
                .contains(metadata.provenance());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "",
                "{\"data\":\"\"",
                "{\"data\":1,\"options\":{},\"seed\":0,\"version\":\"\",\"jdk\":\"\"}"
            })
    void leavesOtherFormsToTheBinding(String json) {
        assertThat(WrittenMetadata.provenance(json)).isEmpty();
        assertThat(WrittenMetadata.config(json)).isEmpty();
        assertThat(WrittenMetadata.preprocessing(json)).isEmpty();
    }
}
