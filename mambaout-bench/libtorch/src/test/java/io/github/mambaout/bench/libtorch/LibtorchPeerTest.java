package io.github.mambaout.bench.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.ForwardPass;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.bench.peer.TrainingStep;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PyTorch against us, in this JVM; {@code mvn -Plibtorch -pl mambaout-bench/libtorch -am test}. */
@Tag("libtorch")
class LibtorchPeerTest {
    private static final int STEPS = 4;
    private static final MambaOutConfig PAPER = MambaOutConfig.builder()
            .name("paper")
            .depths(List.of(1, 2))
            .dims(List.of(24, 40))
            .numClasses(7)
            .imgSize(30)
            .build();

    static List<MambaOutConfig> networks() {
        return List.of(
                PAPER,
                PAPER.toBuilder()
                        .name("rw")
                        .stemMidNorm(false)
                        .downsample(MambaOutConfig.DownsampleOrder.CONV_NF)
                        .headFn(MambaOutConfig.HeadKind.NORM_MLP)
                        .lsInitValue(0.5)
                        .convRatio(1.25)
                        .expansionRatio(3)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void logitsAreOurs(MambaOutConfig config) {
        MambaOut network = MambaOut.create(config, 3);
        Batch batch = Batch.of(network, Shape.of(3, 30, 26, 3));
        float[] ours = new ForwardPass(network, batch, Compute.shared()).run();
        try (LibtorchPeer peer = new LibtorchPeer();
                PeerWorkload theirs = peer.forward(network, batch)) {
            assertThat(theirs.run().output()).containsExactly(ours, within(2e-6f));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void trainingStepsGiveOurLossesAndOurWeights(MambaOutConfig config) {
        MambaOut network = MambaOut.create(config, 3);
        Batch batch = Batch.of(network, Shape.of(4, 30, 26, 3));
        Engine engine = Engine.getEngine("PyTorch");
        try (NDManager manager = engine.newBaseManager();
                LibtorchTraining theirs = new LibtorchTraining(network, batch, engine, manager.newSubManager())) {
            TrainingStep ours = new TrainingStep(network, batch, Compute.shared());
            for (int step = 0; step < STEPS; step++) {
                assertThat(theirs.run().output()).containsExactly(ours.run(), within(2e-6f));
            }
            // A step changes a weight by the learning rate at most, times 1 or less; a hundredth of it is agreement.
            float agreement = (float) (TrainingStep.LEARNING_RATE / 100);
            network.parameters()
                    .byName()
                    .forEach((name, parameter) -> assertThat(theirs.weight(name))
                            .as(name)
                            .containsExactly(parameter.value().toArray(), within(agreement)));
        }
    }
}
