package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Contrast;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.cli.WrongUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate kernel}: the size of the depthwise kernels and the share of channels that are convolved. */
@Command(
        name = "kernel",
        sortOptions = false,
        description = {
            "Which kernel size, and how many channels convolved? Trains the network with each size of its depthwise"
                    + " kernels and each share of channels that are convolved, and says by how much the first is better or"
                    + " worse than each of the others.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate kernel --budget 2epochs                          on the bundled pictures",
            "  mambaout ablate kernel --data folder:pets --kernel-sizes 7,3,11 --conv-ratios 1 --seeds 0,1,2,3,4",
        })
final class KernelCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--kernel-sizes",
            split = ",",
            paramLabel = "K",
            defaultValue = "7,3,5,9",
            description = "Sizes of the depthwise kernels, odd (default: ${DEFAULT-VALUE}).")
    private List<Integer> kernelSizes;

    @Option(
            names = "--conv-ratios",
            split = ",",
            paramLabel = "R",
            defaultValue = "1,0.5",
            description =
                    "Shares of the channels that are convolved, above 0 and at most 1 (default: ${DEFAULT-VALUE}).")
    private List<Double> convRatios;

    @Mixin
    private StudyOptions options;

    KernelCommand() {}

    @Override
    public Integer call() {
        TrainingConfig base = options.base(SmallModel.CONFIG);
        Map<String, TrainingConfig> twins = WrongUsage.unless(spec, () -> twins(base));
        return new StudyCommand(spec, options)
                .run(new Design(
                        "Which kernel size, and how many channels convolved?",
                        base,
                        twins,
                        Contrast.firstAgainstOthers(List.copyOf(twins.keySet())),
                        List.of()));
    }

    private Map<String, TrainingConfig> twins(TrainingConfig base) {
        Map<String, TrainingConfig> twins = new LinkedHashMap<>();
        for (double ratio : convRatios) {
            for (int size : kernelSizes) {
                String name = String.format(Locale.ROOT, "kernel %d, ratio %s", size, ratio);
                twins.put(name, withKernel(base, size, ratio));
            }
        }
        return Design.requireSeveral("--kernel-sizes and --conv-ratios", twins);
    }

    private static TrainingConfig withKernel(TrainingConfig base, int size, double ratio) {
        Map<String, String> options = new LinkedHashMap<>(base.network().modelOptions());
        options.put("kernel_size", Integer.toString(size));
        options.put("conv_ratio", Double.toString(ratio));
        return base.toBuilder().modelOptions(options).build();
    }
}
