package io.github.mambaout.train.cli;

import io.github.mambaout.train.recipe.Recipes;
import java.util.Iterator;

/** Names of recipes for help texts and the completion of shells. */
final class RecipeCandidates implements Iterable<String> {
    RecipeCandidates() {}

    @Override
    public Iterator<String> iterator() {
        return Recipes.names().iterator();
    }
}
