package io.github.mambaout.bench.ablation.match;

import io.github.mambaout.bench.mixer.SelectiveScan;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;

/** Counts the multiply-adds of the scans in a network. */
final class ScanCount {
    private ScanCount() {}

    /**
     * @param network the network
     * @return 9·L·D·N of every scan, summed, for one picture
     */
    static long of(MambaOutConfig network) {
        long sum = 0;
        Shape shape = network.inputShape();
        for (Layer.Part part : MambaOut.layers(network)) {
            if (part.layer() instanceof Sequential stage) {
                for (Layer.Part inner : stage.parts()) {
                    shape = inner.layer().outputShape(shape);
                    sum += within(inner.layer(), shape.rows());
                }
            } else {
                shape = part.layer().outputShape(shape);
            }
        }
        return sum;
    }

    /** Blocks leave height and width as they are, so all scans in one have as many steps. */
    private static long within(Layer layer, long steps) {
        return layer instanceof SelectiveScan scan
                ? scan.scanMultiplyAdds(steps)
                : layer.parts().stream()
                        .mapToLong(part -> within(part.layer(), steps))
                        .sum();
    }
}
