package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.jvms.FreshJvm;
import io.github.mambaout.bench.jvms.KernelSpread;
import io.github.mambaout.bench.jvms.KernelTimes;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.cli.ProgressOfLongWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Times every kernel in many fresh JVMs: one that the compiler compiled badly stays slow for as long as its process lives. */
final class FreshJvms implements BenchWork {
    private final BenchSetting setting;

    FreshJvms(BenchSetting setting) {
        this.setting = setting;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        FreshJvm jvm = new FreshJvm(config, setting.compute());
        List<KernelTimes> found = new ArrayList<>();
        try (ProgressOfLongWork progress = new ProgressOfLongWork("Fresh JVMs")) {
            while (found.size() < setting.jvms()) {
                found.add(jvm.run());
                report.keep(rows(config, found));
                progress.accept((double) found.size() / setting.jvms());
            }
        }
        rows(config, found).forEach(report::add);
    }

    private List<Row> rows(MambaOutConfig config, List<KernelTimes> found) {
        return KernelSpread.of(found).stream()
                .map(kernel -> Row.of(config, setting, kernel))
                .toList();
    }

    /**
     * What was found about a kernel.
     *
     * @param model name of the model that the JVMs predicted with before
     * @param imgSize height and width of its input, in pixels
     * @param batch 1
     * @param threads threads that predicted
     * @param provider kernels that were timed
     * @param what {@code jvms}
     * @param kernel name of the kernel
     * @param jvms how many JVMs timed it
     * @param medianMicroseconds median time of a call
     * @param slowestMicroseconds the slowest JVM's time of a call
     * @param ratio slowest ÷ median
     * @param nanoseconds of a call, by JVM in the order of their starts
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Row(
            String model,
            int imgSize,
            int batch,
            int threads,
            String provider,
            String what,
            String kernel,
            int jvms,
            double medianMicroseconds,
            double slowestMicroseconds,
            double ratio,
            List<Double> nanoseconds)
            implements BenchRow {
        private static final double NANOSECONDS_OF_A_MICROSECOND = 1000;

        private static Row of(MambaOutConfig config, BenchSetting setting, KernelSpread kernel) {
            return new Row(
                    config.name(),
                    config.imgHeight(),
                    1,
                    setting.threads(),
                    setting.provider(),
                    BenchKind.JVMS.toString(),
                    kernel.kernel(),
                    kernel.nanoseconds().size(),
                    kernel.median() / NANOSECONDS_OF_A_MICROSECOND,
                    kernel.slowest() / NANOSECONDS_OF_A_MICROSECOND,
                    kernel.ratio(),
                    kernel.nanoseconds());
        }

        @Override
        public Summary summary() {
            return new Summary(
                    Cells.text("%s, %d fresh JVMs", kernel, jvms), "slowest ÷ median", Cells.text("%.2f", ratio));
        }

        @Override
        public Map<String, String> cells() {
            return new Cells(model, imgSize, batch, threads, what)
                    .with("JVMs", "%d", jvms)
                    .with("median µs", "%.2f", medianMicroseconds)
                    .with("slowest µs", "%.2f", slowestMicroseconds)
                    .with("slowest / median", "%.2f", ratio)
                    .with("kernel", "%s", kernel)
                    .all();
        }
    }
}
