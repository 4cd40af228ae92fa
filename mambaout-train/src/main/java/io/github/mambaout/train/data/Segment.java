package io.github.mambaout.train.data;

/**
 * A straight line between two points of the plane.
 *
 * @param x0 first point
 * @param y0 first point
 * @param x1 second point
 * @param y1 second point
 */
record Segment(double x0, double y0, double x1, double y1) {
    /** Squared distance of a point from the nearest point of this segment. */
    double squaredDistance(double x, double y) {
        double acrossX = x1 - x0;
        double acrossY = y1 - y0;
        double length = acrossX * acrossX + acrossY * acrossY;
        double along = length == 0 ? 0 : ((x - x0) * acrossX + (y - y0) * acrossY) / length;
        double share = Math.max(0, Math.min(1, along));
        double apartX = x - x0 - share * acrossX;
        double apartY = y - y0 - share * acrossY;
        return apartX * apartX + apartY * apartY;
    }

    /** Squared distance between the nearest points of two segments; 0 where they cross. */
    double squaredDistance(Segment other) {
        if (separates(other) && other.separates(this)) {
            return 0;
        }
        return Math.min(
                Math.min(squaredDistance(other.x0, other.y0), squaredDistance(other.x1, other.y1)),
                Math.min(other.squaredDistance(x0, y0), other.squaredDistance(x1, y1)));
    }

    /** Whether the other's ends lie on different sides of the line through this segment. */
    private boolean separates(Segment other) {
        return side(other.x0, other.y0) * side(other.x1, other.y1) < 0;
    }

    private double side(double x, double y) {
        return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    }
}
