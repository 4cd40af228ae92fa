package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a whole network, packed for prediction.
 *
 * @param stem first convolution
 * @param stemNorm norm behind it, where there is one
 * @param stemActivation activation behind that
 * @param stages the others
 * @param head the head, where it is one that can be planned
 */
record FusedNetwork(
        FusedConvolution stem,
        Optional<FusedNorm> stemNorm,
        Activation stemActivation,
        List<Stage> stages,
        Optional<FusedHead.Weights> head) {

    /**
     * A convolution that halves the map, and blocks.
     *
     * @param normBefore norm of the convolution's input, where there is one
     * @param convolution the convolution
     * @param normBehind norm of its output, where there is one
     * @param blocks the blocks, none or more
     */
    record Stage(
            Optional<FusedNorm> normBefore,
            FusedConvolution convolution,
            Optional<FusedNorm> normBehind,
            List<FusedBlock> blocks) {}

    static FusedNetwork of(Kernels kernels, FusedParts parts) {
        PackedMemory memory = new PackedMemory();
        FusedConvolution stem =
                new FusedConvolution(kernels, memory, parts.stem(), parts.stem().inputs());
        int stride = kernels.padded(parts.stem().outputs());
        List<Stage> stages = new ArrayList<>();
        for (FusedParts.StageParts stage : parts.stages()) {
            stages.add(new Stage(
                    stage.normBefore().map(norm -> FusedNorm.of(kernels, norm)),
                    new FusedConvolution(kernels, memory, stage.convolution(), stride),
                    stage.normBehind().map(norm -> FusedNorm.of(kernels, norm)),
                    stage.blocks().parallelStream()
                            .map(block -> new FusedBlock(kernels, memory, block))
                            .toList()));
            stride = kernels.padded(stage.convolution().outputs());
        }
        return new FusedNetwork(
                stem,
                parts.stemNorm().map(norm -> FusedNorm.of(kernels, norm)),
                parts.stemActivation(),
                List.copyOf(stages),
                parts.head()
                        .map(head -> new FusedHead.Weights(
                                kernels, memory, head.norm(), head.fc(), head.preLogitsNorm(), head.classifier())));
    }
}
