package io.github.mambaout.bench.ablation.tuning;

/** Halton's sequence: points that fill a square evenly, however many of them are taken. */
final class Halton {
    private Halton() {}

    /**
     * @param index of the point, at least 1
     * @param base of the dimension, a prime of its own
     * @return the index' digits to this base behind the point in reverse order, above 0 and below 1
     */
    static double at(int index, int base) {
        double sum = 0;
        double place = 1.0 / base;
        for (int rest = index; rest > 0; rest /= base) {
            sum += place * (rest % base);
            place /= base;
        }
        return sum;
    }
}
