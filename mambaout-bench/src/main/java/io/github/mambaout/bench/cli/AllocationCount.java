package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.AllocatedBytes;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import java.util.Map;

/** Counts what a warm forward pass on tensors allocates on the heap. */
final class AllocationCount implements BenchWork {
    private final BenchSetting setting;

    AllocationCount(BenchSetting setting) {
        this.setting = setting;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        BenchCase what = new BenchCase(config, batch, BenchCase.Kind.FORWARD);
        MambaOut network = what.network();
        Batch pictures = what.batchFor(network);
        double bytes = AllocatedBytes.perCall(() -> {
            try (Execution execution = Execution.on(setting.compute())) {
                network.forward(pictures.pictures(), execution);
            }
        });
        report.add(new Row(
                config.name(),
                config.imgHeight(),
                batch,
                setting.threads(),
                setting.provider(),
                BenchKind.ALLOCATION.toString(),
                bytes));
    }

    /**
     * What was found.
     *
     * @param model name of the model
     * @param imgSize height and width of the pictures, in pixels
     * @param batch pictures of a call
     * @param threads threads that computed
     * @param provider kernels that computed
     * @param what {@code allocation}
     * @param bytesPerCall bytes of a call on all threads together, on the mean
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Row(String model, int imgSize, int batch, int threads, String provider, String what, double bytesPerCall)
            implements BenchRow {
        @Override
        public Summary summary() {
            return new Summary(
                    Cells.work(model, imgSize, batch, threads),
                    "bytes allocated by a call",
                    Cells.text("%.0f", bytesPerCall));
        }

        @Override
        public Map<String, String> cells() {
            return new Cells(model, imgSize, batch, threads, what)
                    .with("bytes a call", "%.0f", bytesPerCall)
                    .all();
        }
    }
}
