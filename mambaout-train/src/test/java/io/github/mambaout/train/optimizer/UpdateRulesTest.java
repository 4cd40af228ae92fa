package io.github.mambaout.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.layer.Parameters;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateRulesTest {
    /** Depths 1, 1, 3 and 1: groups are the stem, six blocks and the head. */
    private final Parameters parameters = MambaOut.create("test_mambaout").parameters();

    @Test
    void groupsAreTheStemEachBlockWithItsDownsamplingAndTheHead() {
        LayerGroups groups = LayerGroups.of(parameters.byName().keySet());
        assertThat(groups.count()).isEqualTo(8);
        Map<String, Integer> expected = Map.of(
                "stem.conv1.weight", 0,
                "stem.norm2.bias", 0,
                "stages.0.blocks.0.fc1.weight", 1,
                "stages.1.downsample.conv.weight", 2,
                "stages.1.blocks.0.fc2.bias", 2,
                "stages.2.blocks.0.norm.weight", 3,
                "stages.2.blocks.2.ls.gamma", 5,
                "stages.3.downsample.norm.bias", 6,
                "head.norm.weight", 7,
                "head.fc.weight", 7);
        expected.forEach(
                (name, group) -> assertThat(groups.group(name)).as(name).isEqualTo(group));
    }

    @Test
    void blocksAreOrderedByNumberAndNotByName() {
        LayerGroups groups = LayerGroups.of(List.of(
                "stages.0.blocks.10.fc1.weight", "stages.0.blocks.9.fc1.weight", "stages.0.blocks.2.fc1.weight"));
        assertThat(groups.group("stages.0.blocks.10.fc1.weight")).isEqualTo(2);
        assertThat(groups.group("stages.0.blocks.9.fc1.weight")).isEqualTo(1);
    }

    @Test
    void layerDecayTakesAPowerForEachGroupBelowTheHead() {
        Map<String, UpdateRule> rules =
                UpdateRules.of(parameters).withLayerDecay(0.7).byName();
        assertThat(rules.get("head.fc.weight").learningRateScale()).isEqualTo(1);
        assertThat(rules.get("stages.3.blocks.0.fc1.bias").learningRateScale()).isCloseTo(0.7, within(1e-15));
        assertThat(rules.get("stages.0.blocks.0.conv.weight").learningRateScale())
                .isCloseTo(Math.pow(0.7, 6), within(1e-15));
        assertThat(rules.get("stem.conv2.weight").learningRateScale()).isCloseTo(Math.pow(0.7, 7), within(1e-15));
        assertThat(rules.get("stem.conv2.weight").decayed()).isTrue();
        assertThat(rules.get("stem.conv2.bias").decayed()).isFalse();
        assertThatThrownBy(() -> UpdateRules.of(parameters).withLayerDecay(1.5)).hasMessageContaining("Layer decay");
    }

    @Test
    void anUpdateTakesEachParameterAtItsOwnLearningRate() {
        Parameters trainedOnes = MambaOut.create("test_mambaout").parameters();
        Tensor gradients = Tensor.zeros(Shape.of((int) trainedOnes.count()));
        for (int i = 0; i < gradients.shape().elements(); i++) {
            gradients.data().put(i, 1);
        }
        trainedOnes.flat().copyFrom(Tensor.zeros(gradients.shape()));
        TrainedParameters trained =
                new TrainedParameters(trainedOnes, UpdateRules.of(trainedOnes).withLayerDecay(0.5), gradients);
        new SgdSettings(0, false, 0).on(trained, SmallParameters.compute(2)).update(0.25, 1);
        assertThat(trainedOnes.get("head.fc.weight").value().get(0)).isEqualTo(-0.25f);
        assertThat(trainedOnes.get("stages.3.blocks.0.fc1.weight").value().get(0))
                .isEqualTo(-0.125f);
        assertThat(trainedOnes.get("stem.conv1.bias").value().get(0)).isEqualTo(-0.25f / 128);
    }

    @Test
    void freezesParametersAndWholeLayersByName() {
        Map<String, UpdateRule> rules = UpdateRules.of(parameters)
                .freezing(List.of("stem", "stages.2.blocks.0", "head.fc.bias"))
                .byName();
        assertThat(rules.get("stem.norm2.weight").frozen()).isTrue();
        assertThat(rules.get("stages.2.blocks.0.fc1.weight").frozen()).isTrue();
        assertThat(rules.get("stages.2.blocks.1.fc1.weight").frozen()).isFalse();
        assertThat(rules.get("head.fc.bias").frozen()).isTrue();
        assertThat(rules.get("head.fc.weight").frozen()).isFalse();
    }

    @Test
    void theTrunkIsEverythingButTheHead() {
        UpdateRules all = UpdateRules.of(parameters);
        assertThat(all.freezeTrunk()).isFalse();
        assertThat(all.freezing(List.of("stem", "stages.0", "stages.1", "stages.2"))
                        .freezeTrunk())
                .isFalse();
        assertThat(all.freezing(List.of("stem", "stages", "head.norm")).freezeTrunk())
                .isTrue();
        UpdateRules trunk = all.freezing(List.of("trunk"));
        assertThat(trunk.freezeTrunk()).isTrue();
        trunk.byName()
                .forEach((name, rule) -> assertThat(rule.frozen()).as(name).isEqualTo(!name.startsWith("head.")));
    }

    @Test
    void clearsTheGradientsOfFrozenParametersOnly() {
        SmallParameters small = new SmallParameters();
        small.drawGradients(1);
        float[] before = small.gradients.toArray();
        small.trained(UpdateRules.of(small.parameters).freezing(List.of("weight")))
                .clearFrozen(SmallParameters.compute(2));
        for (int i = 0; i < before.length; i++) {
            float expected = i < SmallParameters.MATRIX.elements() ? 0 : before[i];
            assertThat(small.gradients.get(i)).as("gradient %d", i).isEqualTo(expected);
        }
    }

    @Test
    void refusesToFreezeWhatIsNotThereOrEverything() {
        UpdateRules rules = UpdateRules.of(parameters);
        assertThatThrownBy(() -> rules.freezing(List.of("stage.0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'stage.0'")
                .hasMessageContaining("stages.0");
        assertThatThrownBy(() -> rules.freezing(List.of("stem", "stages", "head")))
                .hasMessageContaining("no parameter to train");
    }

    @Test
    void refusesRulesOfAnotherNetwork() {
        SmallParameters small = new SmallParameters();
        assertThatThrownBy(() -> small.trained(UpdateRules.of(parameters)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other parameters");
    }
}
