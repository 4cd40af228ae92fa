package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.kernel.Workers;
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

    /**
     * @param kernels the provider
     * @param parts layers of a network
     * @param workers threads that share the work, layer by layer
     * @return their weights
     */
    static FusedNetwork of(Kernels kernels, FusedParts parts, Workers workers) {
        PackedMemory memory = new PackedMemory();
        int count = parts.stages().size();
        List<GatedCnnBlock> layers = parts.stages().stream()
                .flatMap(stage -> stage.blocks().stream())
                .toList();
        FusedBlock[] blocks = new FusedBlock[layers.size()];
        FusedConvolution[] convolutions = new FusedConvolution[count];
        FusedHead.Weights[] head = new FusedHead.Weights[1];
        workers.run(blocks.length, count + 1, (task, scratch) -> {
            if (task < blocks.length) {
                blocks[task] = new FusedBlock(kernels, memory, layers.get(task));
            } else if (task < blocks.length + count) {
                int stage = task - blocks.length;
                Conv2d before = stage == 0
                        ? parts.stem()
                        : parts.stages().get(stage - 1).convolution();
                convolutions[stage] = new FusedConvolution(
                        kernels, memory, parts.stages().get(stage).convolution(), kernels.padded(before.outputs()));
            } else {
                parts.head()
                        .ifPresent(it -> head[0] = new FusedHead.Weights(
                                kernels, memory, it.norm(), it.fc(), it.preLogitsNorm(), it.classifier()));
            }
        });
        List<Stage> stages = new ArrayList<>();
        int first = 0;
        for (int stage = 0; stage < count; stage++) {
            FusedParts.StageParts part = parts.stages().get(stage);
            int end = first + part.blocks().size();
            stages.add(new Stage(
                    part.normBefore().map(norm -> FusedNorm.of(kernels, norm)),
                    convolutions[stage],
                    part.normBehind().map(norm -> FusedNorm.of(kernels, norm)),
                    List.of(blocks).subList(first, end)));
            first = end;
        }
        return new FusedNetwork(
                new FusedConvolution(kernels, memory, parts.stem(), parts.stem().inputs()),
                parts.stemNorm().map(norm -> FusedNorm.of(kernels, norm)),
                parts.stemActivation(),
                List.copyOf(stages),
                Optional.ofNullable(head[0]));
    }
}
