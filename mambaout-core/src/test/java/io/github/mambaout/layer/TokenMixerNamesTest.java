package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMixerNamesTest {
    private static final TokenMixerNames NAMES = new TokenMixerNames(
            List.of(new Rolling("rolling", List.of("left", "right")), new GatedCnnMixer(), new IdentityMixer()));

    /** A kind whose blocks are linear maps, so that what was asked for can be told from the result. */
    private record Rolling(String name, List<String> variants) implements TokenMixerFactory {
        @Override
        public TokenMixerFactory variant(String variant) {
            return new Rolling(name + ":" + variant, List.of());
        }

        @Override
        public Layer create(int channels, int kernelSize) {
            return new Identity();
        }

        @Override
        public Layer block(GatedCnnOptions options) {
            return new Linear(options.dim(), options.dim());
        }
    }

    @Test
    void kindsAreFoundByTheirNameAndVariantsBehindAColon() {
        assertThat(NAMES.find("gated-cnn")).isInstanceOf(GatedCnnMixer.class);
        assertThat(NAMES.find("rolling")).isEqualTo(new Rolling("rolling", List.of("left", "right")));
        assertThat(NAMES.find("rolling:right")).isEqualTo(new Rolling("rolling:right", List.of()));
    }

    @Test
    void allNamesAreListedInOrder() {
        assertThat(NAMES.sorted()).containsExactly("gated-cnn", "identity", "rolling", "rolling:left", "rolling:right");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rolling:lift", "rollin:left", "rolling:", ":left", "identity:left", "rolling:left:left", ""})
    void unknownNamesAreRefusedWithNearOnesAndWithAll(String name) {
        assertThatThrownBy(() -> NAMES.find(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("token mixer '" + name + "'")
                .hasMessageContaining("There are gated-cnn, identity, rolling, rolling:left, rolling:right.");
    }

    @Test
    void theNearestNameIsSuggestedFirst() {
        assertThatThrownBy(() -> NAMES.find("rolling:lift")).hasMessageContaining("Did you mean rolling:left, ");
    }

    @Test
    void aKindWithoutVariantsHasNone() {
        assertThat(new IdentityMixer().variants()).isEmpty();
        assertThatThrownBy(() -> new IdentityMixer().variant("left")).hasMessageContaining("identity", "left");
    }

    @Test
    void blocksAreGatedUnlessAKindBringsItsOwn() {
        assertThat(new IdentityMixer().block(GatedCnnOptions.of(8).withTokenMixer("identity")))
                .hasToString(new GatedCnnBlock(GatedCnnOptions.of(8).withTokenMixer("identity")).toString());
        assertThat(NAMES.find("rolling:left").block(GatedCnnOptions.of(8))).isInstanceOf(Linear.class);
    }
}
