package io.github.mambaout.train.cli;

import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.DryRun;
import io.github.mambaout.train.FineTuning;
import io.github.mambaout.train.LayeredConfig;
import io.github.mambaout.train.RunForecast;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingResult;
import java.io.PrintWriter;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout train}. */
@Command(
        name = "train",
        sortOptions = false,
        description = {
            "Trains a model and judges it by held-out pictures after each epoch.",
            "The output folder gets best.safetensors, last.safetensors, metrics.csv, metrics.jsonl, TensorBoard's event"
                    + " files, config.yaml and report.html.",
            "A run that was stopped or killed goes on with the same command: its checkpoints are in the folder, too."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout train --data folder:pets --model mambaout_femto --epochs 30 --output runs/pets",
            "  mambaout train --data folder:pets --weights tiny.safetensors --output runs/pets",
            "  mambaout train --data fashion-mnist:FOLDER --depths 2,2,2 --dims 32,64,128 --epochs 3 --lr 0.002",
            "  mambaout train --recipe laptop --data folder:pets --output runs/pets",
            "  mambaout train --config runs/pets/config.yaml --seed 1 --output runs/pets-1"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RecipeOptions settings = RecipeOptions.ofEverything();

    @Mixin
    private ComputeOptions compute;

    @Option(
            names = "--fresh",
            description =
                    "Start over: forget what an earlier run has left in the output folder instead of going on with"
                            + " it.")
    private boolean fresh;

    @Option(
            names = "--dry-run",
            description =
                    "Say every setting with its source, learning rates, memory, speed on this machine and when the run"
                            + " would end; takes up to a minute, trains and writes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        LayeredConfig.Resolved resolved = resolved();
        TrainingConfig config = resolved.config();
        String model = config.network().model();
        if (!model.isEmpty()) {
            WrongUsage.unless(spec, () -> ModelZoo.config(model));
        }
        if (dryRun) {
            return forecast(resolved);
        }
        InterruptibleRun.of(config, fresh, this::tell);
        return 0;
    }

    private int forecast(LayeredConfig.Resolved resolved) {
        DryRunText text = new DryRunText(spec.commandLine().getOut());
        text.printSettings(resolved);
        RunForecast forecast = DryRun.of(resolved.config());
        text.print(forecast, resolved.config(), ZonedDateTime.now());
        return forecast.refusal().isPresent() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private LayeredConfig.Resolved resolved() {
        LayeredConfig.Resolved given = WrongUsage.unless(
                spec, () -> settings.layers(TrainingConfig.DEFAULT).resolve());
        Optional<FineTuning.Choice> choice =
                settings.leaveRecipeOpen() ? FineTuning.recipeFor(given.config()) : Optional.empty();
        if (choice.isEmpty()) {
            return given;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(choice.get().reason());
        err.flush();
        return WrongUsage.unless(
                spec, () -> settings.layersOver(choice.get().recipe()).resolve());
    }

    private void tell(TrainingResult result) {
        PrintWriter out = spec.commandLine().getOut();
        RunSummary.print(out, result);
        if (result.stopped()) {
            out.println("Stopped after update " + result.updates() + ". The same command goes on from there.");
        } else {
            if (result.wasFinishedBefore()) {
                out.println(
                        "This run was finished already; nothing was trained. To train it anew add --fresh, to train on"
                                + " from its weights give --weights "
                                + result.folder().best() + " and another --output.");
            }
            out.println("Try: " + Terminal.command() + " predict --weights "
                    + result.folder().best() + " PICTURE");
        }
        out.flush();
    }
}
