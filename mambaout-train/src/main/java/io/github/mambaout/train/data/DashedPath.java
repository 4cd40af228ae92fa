package io.github.mambaout.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dashed path: steps of equal length, each with a dash in its middle, so that half a gap lies before and behind it and the
 * path looks the same from both ends. All arithmetic rounds alike on every Java runtime.
 *
 * @param steps one after the other, at least 1
 */
record DashedPath(List<Step> steps) {
    /** Pixels from one dash's middle to the next one's along the path. */
    static final double STEP = 4;
    /** Pixels between two dashes of a path. */
    static final double GAP = 1.6;
    /** Pixels that paths keep from one another, and a path from its own earlier course. */
    static final double CLEARANCE = 4;
    /** Pixels from the picture's edge in which there is no path. */
    private static final double MARGIN = 2;
    /** A step always lies close to the last ones of its path. */
    private static final int STEPS_JOINED = 2;

    private static final int TRIES_OF_A_STEP = 8;

    /**
     * One step.
     *
     * @param x where it begins, in pixels from the left edge
     * @param y in pixels from the upper edge
     * @param heading in radians
     * @param across pixels that the step goes to the right
     * @param down pixels that it goes downwards
     */
    record Step(double x, double y, double heading, double across, double down) {
        static Step from(double x, double y, double heading) {
            return new Step(x, y, heading, STEP * StrictMath.cos(heading), STEP * StrictMath.sin(heading));
        }

        double endX() {
            return x + across;
        }

        double endY() {
            return y + down;
        }

        /** The same place gone through from its end. */
        Step reversed() {
            return new Step(endX(), endY(), heading + Math.PI, -across, -down);
        }

        Step next(double turn) {
            return from(endX(), endY(), heading + turn);
        }

        /** The part that is drawn. */
        Segment dash() {
            double share = GAP / 2 / STEP;
            return new Segment(x + share * across, y + share * down, endX() - share * across, endY() - share * down);
        }

        /** All of it, the gaps too. */
        Segment whole() {
            return new Segment(x, y, endX(), endY());
        }

        private boolean isInside(int size) {
            return isBetween(x, size) && isBetween(y, size) && isBetween(endX(), size) && isBetween(endY(), size);
        }

        private static boolean isBetween(double place, int size) {
            return place >= MARGIN && place <= size - MARGIN;
        }

        boolean keepsDistanceFrom(Step other) {
            double apartX = (x + endX() - other.x - other.endX()) / 2;
            double apartY = (y + endY() - other.y - other.endY()) / 2;
            double farEnough = CLEARANCE + STEP;
            return apartX * apartX + apartY * apartY >= farEnough * farEnough
                    || whole().squaredDistance(other.whole()) >= CLEARANCE * CLEARANCE;
        }
    }

    DashedPath {
        steps = List.copyOf(steps);
    }

    /**
     * Lets a path grow step by step, each turned at random against the one before. It stays inside the picture and keeps its
     * distance from what is there and from its own earlier course.
     *
     * @param first its first step
     * @param length number of steps
     * @param turn largest angle between two steps in radians
     * @param size of the picture in pixels
     * @param taken what to keep away from
     * @param draws what turns it
     * @return the path, or nothing if it got stuck
     */
    static Optional<DashedPath> grow(Step first, int length, double turn, int size, Obstacles taken, Draws draws) {
        List<Step> steps = new ArrayList<>(length);
        if (!hasRoom(first, size, taken, steps)) {
            return Optional.empty();
        }
        steps.add(first);
        while (steps.size() < length) {
            Optional<Step> next = next(steps, turn, size, taken, draws);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            steps.add(next.get());
        }
        return Optional.of(new DashedPath(steps));
    }

    private static Optional<Step> next(List<Step> steps, double turn, int size, Obstacles taken, Draws draws) {
        Step last = steps.get(steps.size() - 1);
        for (int i = 0; i < TRIES_OF_A_STEP; i++) {
            Step next = last.next(draws.between(-turn, turn));
            if (hasRoom(next, size, taken, steps)) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    private static boolean hasRoom(Step step, int size, Obstacles taken, List<Step> own) {
        if (!step.isInside(size)) {
            return false;
        }
        List<Step> earlier = own.subList(0, Math.max(0, own.size() - STEPS_JOINED));
        return taken.leaveRoomFor(step) && earlier.stream().allMatch(step::keepsDistanceFrom);
    }

    Step first() {
        return steps.get(0);
    }

    /** The first step of the path gone through from its end. */
    Step firstFromTheEnd() {
        return steps.get(steps.size() - 1).reversed();
    }
}
