package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pass of a network for inputs of one shape: all maps and all tasks, made once. It serves one caller at a time; running it
 * allocates nothing.
 */
final class FusedPlan {
    /** Pixels of a task of the stem, a line or two of a picture. */
    private static final int STEM_PIXELS = 112;

    private final FusedMap pictures;
    private final List<FusedPhase> stem = new ArrayList<>();
    private final List<List<FusedPhase>> stages = new ArrayList<>();
    private final List<FusedMap> maps = new ArrayList<>();
    private final Optional<FusedHead> head;
    private final List<FusedPhase> headPhases;
    private Tensor input;
    private int firstPicture;

    /**
     * @param kernels the provider
     * @param network packed weights
     * @param shape {@code [N, H, W, C]}
     * @param threads threads to cut the work for
     */
    FusedPlan(Kernels kernels, FusedNetwork network, Shape shape, int threads) {
        input = Tensor.zeros(Shape.of(0));
        pictures = new FusedMap(kernels, shape, shape.channels(), 1);
        FusedMap middle = halved(kernels, pictures, network.stem());
        stem.add(FusedPhase.of(
                pictures.lines(),
                (line, scratch) -> pictures.read(input, firstPicture, line * pictures.width(), pictures.width())));
        FusedConvolutionPass first = new FusedConvolutionPass(
                kernels, network.stem(), pictures, middle, network.stemNorm(), Optional.of(network.stemActivation()));
        FusedTiles tiles = FusedTiles.of(middle, STEM_PIXELS);
        stem.add(FusedPhase.of(
                tiles.count(), (tile, scratch) -> first.compute(tiles.first(tile), tiles.pixels(tile), scratch)));
        FusedMemory memory = new FusedMemory();
        FusedMap before = middle;
        for (FusedNetwork.Stage stage : network.stages()) {
            FusedMap x = halved(kernels, before, stage.convolution());
            List<FusedPhase> phases = new ArrayList<>();
            FusedMap seen = before;
            stage.normBefore().ifPresent(norm -> phases.add(normInPlace(norm, seen)));
            FusedConvolutionPass entry = new FusedConvolutionPass(
                    kernels, stage.convolution(), before, x, stage.normBehind(), Optional.empty());
            phases.addAll(FusedStage.phases(kernels, stage.blocks(), x, entry, memory, threads));
            stages.add(List.copyOf(phases));
            maps.add(x);
            before = x;
        }
        FusedMap last = before;
        head = network.head().map(weights -> new FusedHead(kernels, weights, last));
        headPhases = head.map(FusedHead::phases).orElse(List.of());
    }

    private static FusedMap halved(Kernels kernels, FusedMap map, FusedConvolution convolution) {
        Shape shape = Shape.of(map.pictures(), (map.height() + 1) / 2, (map.width() + 1) / 2, convolution.outputs());
        return new FusedMap(kernels, shape, kernels.padded(convolution.outputs()), 1);
    }

    private static FusedPhase normInPlace(FusedNorm norm, FusedMap map) {
        FusedTiles tiles = FusedTiles.of(map, STEM_PIXELS);
        return FusedPhase.of(
                tiles.count(), (tile, scratch) -> norm.apply(map, tiles.first(tile), tiles.pixels(tile), scratch));
    }

    /**
     * Begins with some pictures of a tensor: computes the stem.
     *
     * @param tensor {@code [M, H, W, C]}
     * @param first the first picture
     */
    void begin(Tensor tensor, int first, Workers workers) {
        input = tensor;
        firstPicture = first;
        run(stem, workers);
    }

    /** Computes the next stage. */
    void stage(int stage, Workers workers) {
        run(stages.get(stage), workers);
    }

    int stages() {
        return stages.size();
    }

    /** @return the map that a stage has computed */
    FusedMap map(int stage) {
        return maps.get(stage);
    }

    /** Computes the head and writes the logits of these pictures into {@code [M, classes]}. */
    void logits(Workers workers, Tensor logits) {
        run(headPhases, workers);
        head.orElseThrow().write(logits, firstPicture);
    }

    private static void run(List<FusedPhase> phases, Workers workers) {
        for (int i = 0; i < phases.size(); i++) {
            phases.get(i).run(workers);
        }
    }
}
