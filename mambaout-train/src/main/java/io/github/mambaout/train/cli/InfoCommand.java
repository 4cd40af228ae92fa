package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mambaout info}: what computes here and why, or what a weight file holds. */
@Command(
        name = "info",
        description = "Says what computes here and why, or what a weight file holds.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout info",
            "  mambaout info --provider plain",
            "  mambaout info --weights runs/pets/best.safetensors"
        })
final class InfoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        KernelProviders.Selection selection = KernelProviders.selected();
        Kernels kernels = selection.kernels();
        line(out, "mambaout", Version.current());
        line(
                out,
                "JDK",
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.vm.name") + ")");
        line(
                out,
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        line(out, "kernels", kernels.name() + ": " + selection.reason());
        line(out, "vector width", kernels.lanes() + " floats (" + kernels.lanes() * Float.SIZE + " bits)");
        line(out, "threads", Integer.toString(Compute.defaultThreads()));
        line(out, "memory", "up to " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB for Java");
        out.flush();
        return 0;
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf("%-13s %s%n", what, value);
    }
}
