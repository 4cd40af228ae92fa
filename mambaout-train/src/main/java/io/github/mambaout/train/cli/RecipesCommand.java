package io.github.mambaout.train.cli;

import io.github.mambaout.train.recipe.Recipe;
import io.github.mambaout.train.recipe.Recipes;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout recipes}. */
@Command(
        name = "recipes",
        description = {
            "Lists settings that have proved themselves, for 'mambaout train --recipe NAME', or shows those of one"
                    + " recipe.",
        },
        footerHeading = "%nExamples:%n",
        footer = {"  mambaout recipes", "  mambaout recipes mambaout-tiny"})
final class RecipesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            completionCandidates = RecipeCandidates.class,
            description = "Recipes to show.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        List<Recipe> shown =
                WrongUsage.unless(spec, () -> names.stream().map(Recipes::named).toList());
        PrintWriter out = spec.commandLine().getOut();
        if (shown.isEmpty()) {
            Recipes.names()
                    .forEach(name ->
                            out.printf("%-16s %s%n", name, Recipes.named(name).description()));
        }
        shown.forEach(recipe -> print(out, recipe));
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, Recipe recipe) {
        out.println("# " + recipe.name() + ": " + recipe.description());
        recipe.settings().forEach((name, value) -> out.println(name + ": " + value));
    }
}
