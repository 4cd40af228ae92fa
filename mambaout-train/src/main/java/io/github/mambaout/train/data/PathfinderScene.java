package io.github.mambaout.train.data;

import io.github.mambaout.layer.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a Pathfinder picture shows: two long paths, shorter ones, and two dots on ends of long paths.
 *
 * <p>Every scene exists in two versions whose dots have the same places, and from whose dots the paths leave in the same
 * directions. Where the dots are connected, one long path joins them and the other lies anywhere; where they are apart, one
 * long path begins at each dot with the same first dash as in the connected version and ends somewhere else. A scene counts only
 * if both versions find room. So neither the dots nor what is near them tells the class, and number and length of paths are
 * the same: one has to follow a path.
 *
 * @param first where the path leaves the first dot
 * @param second where the path leaves the second dot
 * @param paths the two long ones, then the distractors
 */
record PathfinderScene(DashedPath.Step first, DashedPath.Step second, List<DashedPath> paths) {
    private static final int TRIES_OF_A_SCENE = 2_000;
    private static final int TRIES_OF_A_PATH = 30;
    /** Of a degree; a constant, as the runtime's own conversion is not bound to the last bit. */
    private static final double RADIANS = Math.PI / 180;

    PathfinderScene {
        paths = List.copyOf(paths);
    }

    /**
     * @param settings of the set
     * @param key of the scene, the same for its two versions
     * @param connected which version
     * @return the scene
     * @throws DataException if the paths find no room
     */
    static PathfinderScene of(PathfinderSettings settings, Randomness key, boolean connected) {
        // Drawn once, or scenes of long paths, which find less room, would be rarer.
        int dashes = settings.shortest() + key.at("length").below(0, settings.dashes() - settings.shortest() + 1);
        for (int i = 0; i < TRIES_OF_A_SCENE; i++) {
            Randomness attempt = key.at(i);
            Growth growth = new Growth(settings, dashes, new Draws(attempt.at("joining path")));
            Optional<DashedPath> joining = growth.anywhere(dashes, Obstacles.NONE);
            if (joining.isEmpty()) {
                continue;
            }
            Optional<PathfinderScene> together =
                    new Growth(settings, dashes, new Draws(attempt.at("connected"))).connected(joining.get());
            Optional<PathfinderScene> apart =
                    new Growth(settings, dashes, new Draws(attempt.at("apart"))).apart(joining.get());
            if (together.isPresent() && apart.isPresent()) {
                return (connected ? together : apart).get();
            }
        }
        throw new DataException(settings + ": the paths find no room in the picture after " + TRIES_OF_A_SCENE
                + " tries. Give fewer dashes or distractors, or a larger size.");
    }

    /** Lets the paths of one version grow. */
    private record Growth(PathfinderSettings settings, int dashes, Draws draws) {
        Optional<PathfinderScene> connected(DashedPath joining) {
            Obstacles taken = dots(joining).with(joining);
            return anywhere(dashes, taken)
                    .flatMap(other -> withDistractors(joining, taken.with(other), List.of(joining, other)));
        }

        Optional<PathfinderScene> apart(DashedPath joining) {
            DashedPath.Step second = joining.firstFromTheEnd();
            Optional<DashedPath> one = from(joining.first(), Obstacles.NONE.withDot(second));
            if (one.isEmpty()) {
                return Optional.empty();
            }
            Optional<DashedPath> other =
                    from(second, Obstacles.NONE.withDot(joining.first()).with(one.get()));
            if (other.isEmpty()) {
                return Optional.empty();
            }
            Obstacles taken = dots(joining).with(one.get()).with(other.get());
            return withDistractors(joining, taken, List.of(one.get(), other.get()));
        }

        private static Obstacles dots(DashedPath joining) {
            return Obstacles.NONE.withDot(joining.first()).withDot(joining.firstFromTheEnd());
        }

        private Optional<PathfinderScene> withDistractors(
                DashedPath joining, Obstacles taken, List<DashedPath> longPaths) {
            List<DashedPath> paths = new ArrayList<>(longPaths);
            Obstacles all = taken;
            for (int i = 0; i < settings.distractors(); i++) {
                Optional<DashedPath> distractor = anywhere(settings.distractorDashes(), all);
                if (distractor.isEmpty()) {
                    return Optional.empty();
                }
                paths.add(distractor.get());
                all = all.with(distractor.get());
            }
            return Optional.of(new PathfinderScene(joining.first(), joining.firstFromTheEnd(), paths));
        }

        Optional<DashedPath> anywhere(int dashes, Obstacles taken) {
            return firstThatGrows(
                    () -> DashedPath.Step.from(
                            draws.between(0, settings.size()),
                            draws.between(0, settings.size()),
                            draws.between(-Math.PI, Math.PI)),
                    dashes,
                    taken);
        }

        private Optional<DashedPath> from(DashedPath.Step first, Obstacles taken) {
            return firstThatGrows(() -> first, dashes, taken);
        }

        private Optional<DashedPath> firstThatGrows(Supplier<DashedPath.Step> start, int dashes, Obstacles taken) {
            double turn = settings.turn() * RADIANS;
            for (int i = 0; i < TRIES_OF_A_PATH; i++) {
                Optional<DashedPath> path = DashedPath.grow(start.get(), dashes, turn, settings.size(), taken, draws);
                if (path.isPresent()) {
                    return path;
                }
            }
            return Optional.empty();
        }
    }
}
