package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.cli.TokenMixerCandidates;
import io.github.mambaout.train.cli.WrongUsage;
import io.github.mambaout.train.data.PathfinderSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate long}: the paper's second hypothesis, that state space models suit long sequences. */
@Command(
        name = "long",
        sortOptions = false,
        description = {
            "Where does a state space model begin to pay? Trains each token mixer on Pathfinder (does a dashed path"
                    + " join two dots?) at growing resolution: the path grows with the picture, and tokens with its"
                    + " square. Says for each resolution by how much the other mixers are better or worse than the first.",
            "Pictures are drawn; other settings of the task go behind its size by --task."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate long                                             8x8 and 16x16 tokens, an hour or two on 2 cores",
            "  mambaout ablate long --sizes 32,64,128 --mixers gated-cnn,ssm:cross,ssm:bidirectional --output"
                    + " runs/long",
            "  mambaout ablate long --sizes 32 --seeds 0,1,2 --budget 2epochs --task train=10000,distractors=1",
        })
final class LongCommand implements Callable<Integer> {
    private static final String KIND = "pathfinder:";
    /** Stands for the data until the size is known. */
    private static final String DRAWN = KIND + "SIZE";
    /** Two stages: the tokens of the first are a quarter as many across as there are pixels. */
    private static final TrainingConfig CONFIG = SmallModel.CONFIG.toBuilder()
            .data(DRAWN)
            .depths(List.of(2, 2))
            .dims(List.of(32, 64))
            .batchSize(32)
            .dropPath(0)
            .labelSmoothing(0)
            .build();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--sizes",
            split = ",",
            paramLabel = "PIXELS",
            defaultValue = "32,64",
            description = "Widths of the pictures, 4 pixels a token (default: ${DEFAULT-VALUE}). 128 takes hours.")
    private List<Integer> sizes;

    @Option(
            names = "--mixers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "gated-cnn,ssm:cross,attention",
            completionCandidates = TokenMixerCandidates.class,
            description = "Token mixers; each is set against the first (default: ${DEFAULT-VALUE}). There are"
                    + " ${COMPLETION-CANDIDATES}.")
    private List<String> mixers;

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "NAME=VALUE",
            description = "Settings of the task at every size: train, val, shortest, dashes, distractors, turn, seed"
                    + " (default: what follows from the size, 20000 training pictures).")
    private List<String> task = List.of();

    @Mixin
    private StudyOptions options;

    LongCommand() {}

    @Override
    public Integer call() {
        TrainingConfig base = options.base(CONFIG);
        List<PathfinderSettings> tasks = sizes.stream()
                .distinct()
                .sorted()
                .map(size -> PathfinderSettings.parse(data(Integer.toString(size))))
                .toList();
        Design design = WrongUsage.unless(spec, () -> design(base, tasks));
        ComparisonPlan comparison = options.comparisonPlan();
        return new StudyCommand(spec, options)
                .run(design, results -> new Resolutions(tasks, mixers, comparison, results).findings());
    }

    private Design design(TrainingConfig base, List<PathfinderSettings> tasks) {
        if (!base.data().source().equals(DRAWN)) {
            throw new IllegalArgumentException("--data is " + base.data().source()
                    + ", but this study draws its own pictures; give --sizes and --task, such as --task train=10000");
        }
        Map<String, TrainingConfig> twins = new LinkedHashMap<>();
        for (PathfinderSettings task : tasks) {
            int size = task.size();
            Design.ofMixers(mixers, base.toBuilder().data(task.toString()).build())
                    .forEach((mixer, config) -> twins.put(Resolutions.twin(mixer, size), config));
        }
        return new Design(
                "Where does a state space model begin to pay?",
                base.toBuilder().data(data("SIZE")).build(),
                twins,
                Resolutions.contrasts(tasks, mixers),
                List.of());
    }

    private String data(String size) {
        return task.isEmpty() ? KIND + size : KIND + size + "," + String.join(",", task);
    }
}
