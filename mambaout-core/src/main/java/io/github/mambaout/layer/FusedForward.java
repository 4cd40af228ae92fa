package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prediction with a whole network of Gated CNN blocks: the layers' arithmetic, joined across their borders and planned once for
 * each input shape. Weights are packed when they are first used and again after they have changed; maps stay on the heap between
 * calls, so that a call allocates next to nothing. Batches are computed some pictures at a time; the results are the same for any
 * batch and any number of threads.
 */
public final class FusedForward {
    private final FusedParts parts;
    private final Packed<Prepared> prepared;

    private record Prepared(PlanPool<FusedPlan> plans, PlanPool<FusedHeadPlan> heads) {}

    private FusedForward(FusedParts parts, Parameters parameters) {
        this.parts = parts;
        prepared = new Packed<>(
                kernels -> prepare(kernels, Workers.alone()),
                parameters.byName().values().toArray(Parameter[]::new));
    }

    /**
     * @param stem the stem
     * @param stages its stages, all but the first with a downsampling
     * @param head its head
     * @param parameters of all of them
     * @return their prediction; none where a block is no Gated CNN block with the depthwise convolution
     */
    public static Optional<FusedForward> of(
            Stem stem, List<Sequential> stages, ClassifierHead head, Parameters parameters) {
        return FusedParts.of(stem, stages, head).map(parts -> new FusedForward(parts, parameters));
    }

    private Prepared prepared(Execution execution) {
        return prepared.get(execution.kernels(), kernels -> prepare(kernels, execution.workers()));
    }

    private Prepared prepare(Kernels kernels, Workers workers) {
        FusedNetwork network = FusedNetwork.of(kernels, parts, workers);
        return new Prepared(
                new PlanPool<>((shape, threads) -> new FusedPlan(kernels, network, shape, threads)),
                new PlanPool<>((shape, threads) ->
                        new FusedHeadPlan(kernels, network.head().orElseThrow(), shape)));
    }

    /** @return whether the head is computed here, too; otherwise it has to be applied to the last map */
    public boolean hasHead() {
        return parts.head().isPresent();
    }

    /**
     * Packs the weights and plans a prediction, so that the first one has only to compute.
     *
     * @param pictures shape of an input, {@code [N, H, W, C]}
     * @param execution kernels, threads and memory
     */
    public void prepare(Shape pictures, Execution execution) {
        prepared(execution).plans.prepare(pictures, execution.workers());
    }

    /**
     * @param pictures {@code [N, H, W, C]}
     * @param execution kernels, threads and memory
     * @return {@code [N, classes]}
     * @throws java.util.NoSuchElementException if the head is not computed here
     */
    public Tensor logits(Tensor pictures, Execution execution) {
        Tensor logits = borrowLogits(pictures, execution);
        prepared(execution).plans.eachPart(pictures, execution.workers(), (plan, first) -> {
            plan.begin(pictures, first, execution.workers());
            for (int stage = 0; stage < plan.stages(); stage++) {
                plan.stage(stage, execution.workers());
            }
            plan.logits(execution.workers(), logits);
        });
        return logits;
    }

    /**
     * The head alone.
     *
     * @param maps outputs of the last stage, {@code [N, h, w, dim]}
     * @param execution kernels, threads and memory
     * @return {@code [N, classes]}, the same that {@link #logits} gives for the pictures that the maps were computed from
     * @throws java.util.NoSuchElementException if the head is not computed here
     */
    public Tensor head(Tensor maps, Execution execution) {
        Tensor logits = borrowLogits(maps, execution);
        prepared(execution)
                .heads
                .eachPart(
                        maps, execution.workers(), (plan, first) -> plan.run(maps, first, execution.workers(), logits));
        return logits;
    }

    /**
     * @param pictures {@code [N, H, W, C]}
     * @param wanted numbers of stages, rising; those behind the last one are not computed
     * @param execution kernels, threads and memory
     * @return the output of each, {@code [N, h, w, dim]}
     */
    public List<Tensor> maps(Tensor pictures, List<Integer> wanted, Execution execution) {
        List<Tensor> maps = new ArrayList<>();
        int count = pictures.shape().size(0);
        prepared(execution).plans.eachPart(pictures, execution.workers(), (plan, first) -> {
            plan.begin(pictures, first, execution.workers());
            int done = 0;
            for (int i = 0; i < wanted.size(); i++) {
                for (; done <= wanted.get(i); done++) {
                    plan.stage(done, execution.workers());
                }
                FusedMap map = plan.map(wanted.get(i));
                if (maps.size() == i) {
                    maps.add(execution.borrow(Shape.of(count, map.height(), map.width(), map.channels())));
                }
                Tensor to = maps.get(i);
                execution
                        .workers()
                        .run(map.lines(), (line, scratch) -> map.write(to, first, line * map.width(), map.width()));
            }
        });
        return maps;
    }

    private Tensor borrowLogits(Tensor input, Execution execution) {
        return execution.borrow(Shape.of(
                input.shape().size(0), parts.head().orElseThrow().classifier().outputs()));
    }
}
