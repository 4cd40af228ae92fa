package io.github.mambaout.train.data;

import java.util.ArrayList;
import java.util.List;

/**
 * What a growing path has to keep away from.
 *
 * @param steps of other paths
 * @param dots other paths' dots, by the steps that leave them
 */
record Obstacles(List<DashedPath.Step> steps, List<DashedPath.Step> dots) {
    /** Nothing is in the way. */
    static final Obstacles NONE = new Obstacles(List.of(), List.of());
    /** Pixels that a path keeps from the middle of a dot that is not its own: as much from its edge as from a line's. */
    private static final double FROM_DOTS = DashedPath.CLEARANCE + 1;

    Obstacles {
        steps = List.copyOf(steps);
        dots = List.copyOf(dots);
    }

    boolean leaveRoomFor(DashedPath.Step step) {
        return steps.stream().allMatch(step::keepsDistanceFrom)
                && dots.stream().allMatch(dot -> {
                    Segment dash = dot.dash();
                    return step.whole().squaredDistance(dash.x0(), dash.y0()) >= FROM_DOTS * FROM_DOTS;
                });
    }

    /** These and a path. */
    Obstacles with(DashedPath path) {
        List<DashedPath.Step> more = new ArrayList<>(steps);
        more.addAll(path.steps());
        return new Obstacles(more, dots);
    }

    /** These and a dot, by the step that leaves it. */
    Obstacles withDot(DashedPath.Step leaving) {
        List<DashedPath.Step> moreSteps = new ArrayList<>(steps);
        moreSteps.add(leaving);
        List<DashedPath.Step> moreDots = new ArrayList<>(dots);
        moreDots.add(leaving);
        return new Obstacles(moreSteps, moreDots);
    }
}
