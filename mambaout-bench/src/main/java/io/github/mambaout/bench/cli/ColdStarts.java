package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.ChildJvm;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.bench.peer.Spread;
import io.github.mambaout.bench.peer.TimedProcess;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Times fresh processes of {@code mambaout predict} from their start to the first label, on a weight file and a JPEG file that it
 * makes itself; in turn with a peer's, where that has a program for it.
 */
final class ColdStarts implements BenchWork {
    private static final int FEWEST_STARTS = 3;
    /** Where the launcher says how it was called. */
    private static final String LAUNCHER_PROPERTY = "mambaout.command";

    private static final String COMMAND_LINE = "io.github.mambaout.train.cli.MambaOutCommand";

    private final BenchSetting setting;
    private final Optional<Peer> peer;

    ColdStarts(BenchSetting setting, Optional<Peer> peer) {
        this.setting = setting;
        this.peer = peer;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        try (TemporaryFolder folder = new TemporaryFolder()) {
            SavedModel model = new SavedModel(MambaOut.create(config, 0), ModelMetadata.of(config));
            Map<String, List<TimedProcess>> starts = start(commands(model, folder.path()));
            starts.forEach((by, all) -> report.add(Row.of(config, setting.threads(), by, all)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to start, by who does it. */
    private Map<String, List<String>> commands(SavedModel model, Path folder) throws IOException {
        Path picture = MadePicture.write(folder.resolve("picture.jpg"));
        Path weights = folder.resolve("model.safetensors");
        ModelFile.save(weights, model.model(), model.metadata());
        Map<String, List<String>> commands = new LinkedHashMap<>();
        List<String> predict = List.of(
                "predict",
                "--threads=" + setting.threads(),
                "--top=1",
                "--format=jsonl",
                "--weights=" + weights,
                picture.toString());
        commands.put("mambaout", ourCommand(predict));
        if (peer.isPresent()) {
            peer.get()
                    .firstLabel(model, picture, folder)
                    .ifPresent(program -> commands.put(peer.get().name(), ChildJvm.command(program)));
        }
        return commands;
    }

    private static List<String> ourCommand(List<String> predict) {
        List<String> command = new ArrayList<>();
        Optional<String> launcher = Optional.ofNullable(System.getProperty(LAUNCHER_PROPERTY));
        if (launcher.isPresent()) {
            command.add(launcher.get());
            command.addAll(predict);
            return command;
        }
        command.add(COMMAND_LINE);
        command.addAll(predict);
        return ChildJvm.command(command);
    }

    private Map<String, List<TimedProcess>> start(Map<String, List<String>> commands) {
        // Files are read into the system's cache, and what a first run prepares for the next ones is prepared.
        commands.values().forEach(TimedProcess::run);
        Map<String, List<TimedProcess>> starts = new LinkedHashMap<>();
        long begin = System.nanoTime();
        for (int round = 0;
                round < FEWEST_STARTS
                        || System.nanoTime() - begin < setting.measuring().toNanos();
                round++) {
            commands.forEach((by, command) ->
                    starts.computeIfAbsent(by, any -> new ArrayList<>()).add(TimedProcess.run(command)));
        }
        return starts;
    }

    /**
     * What was found.
     *
     * @param model name of the model
     * @param imgSize height and width of its input, in pixels
     * @param batch 1
     * @param threads threads that computed
     * @param what {@code cold}
     * @param by who labelled the picture
     * @param starts how many processes were started
     * @param seconds median time from the start of the process to the first label
     * @param q10 first decile
     * @param q90 ninth decile
     * @param megabytes the most memory of a process that was ever resident; 0 where the system does not tell
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Row(
            String model,
            int imgSize,
            int batch,
            int threads,
            String what,
            String by,
            int starts,
            double seconds,
            double q10,
            double q90,
            double megabytes)
            implements BenchRow {

        private static Row of(MambaOutConfig config, int threads, String by, List<TimedProcess> starts) {
            Spread seconds =
                    Spread.of(starts.stream().map(TimedProcess::seconds).toList());
            double megabytes = starts.stream()
                    .map(TimedProcess::megabytes)
                    .flatMapToDouble(OptionalDouble::stream)
                    .max()
                    .orElse(0);
            return new Row(
                    config.name(),
                    config.imgHeight(),
                    1,
                    threads,
                    BenchKind.COLD.toString(),
                    by,
                    starts.size(),
                    seconds.median(),
                    seconds.q10(),
                    seconds.q90(),
                    megabytes);
        }

        @Override
        public Summary summary() {
            return new Summary(
                    Cells.work(model, imgSize, batch, threads),
                    "process start to first label, " + by + ", seconds",
                    Cells.text("%.2f (%.2f to %.2f); %.0f MB resident at most", seconds, q10, q90, megabytes));
        }

        @Override
        public Map<String, String> cells() {
            return new Cells(model, imgSize, batch, threads, what)
                    .with("by", "%s", by)
                    .with("seconds", "%.2f", seconds)
                    .with("q10", "%.2f", q10)
                    .with("q90", "%.2f", q90)
                    .with("starts", "%d", starts)
                    .with("peak MB", "%.0f", megabytes)
                    .all();
        }
    }
}
