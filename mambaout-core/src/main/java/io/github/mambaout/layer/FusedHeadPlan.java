package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The head alone, for last maps of one shape that come as tensors. It serves one caller at a time. */
final class FusedHeadPlan {
    private final FusedMap map;
    private final FusedHead head;
    private final List<FusedPhase> phases = new ArrayList<>();
    private Tensor input = Tensor.zeros(Shape.of(0));
    private int firstPicture;

    FusedHeadPlan(Kernels kernels, FusedHead.Weights weights, Shape shape) {
        map = new FusedMap(kernels, shape, kernels.padded(shape.channels()), 0);
        head = new FusedHead(kernels, weights, map);
        phases.add(FusedPhase.of(
                map.lines(), (line, scratch) -> map.read(input, firstPicture, line * map.width(), map.width())));
        phases.addAll(head.phases());
    }

    /** Computes the logits of some pictures' maps. */
    void run(Tensor maps, int first, Workers workers, Tensor logits) {
        input = maps;
        firstPicture = first;
        phases.forEach(phase -> phase.run(workers));
        head.write(logits, first);
    }
}
