package io.github.mambaout.layer;

/**
 * Random numbers by key. Every number is a function of the seed and of what it is drawn for, never of what was drawn
 * before, so that threads, resuming and distribution do not change it (the generator is SplitMix64 over a hash of the
 * keys). A value; splitting makes a new one. Every seed is a seed, 0 too.
 */
public record Randomness(long state) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * @param seed any number
     * @return the root of all numbers of one run
     */
    public static Randomness ofSeed(long seed) {
        return new Randomness(mix(seed + GOLDEN));
    }

    private static long mix(long value) {
        long x = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    /**
     * @param key for instance an epoch or the index of a sample
     * @return numbers for this key alone
     */
    public Randomness at(long key) {
        return new Randomness(mix(state + mix(key * GOLDEN + 1) * 2 + 1));
    }

    /**
     * @param key for instance a purpose or the name of a parameter
     * @return numbers for this key alone
     */
    public Randomness at(String key) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001B3L;
        }
        return at(hash);
    }

    /**
     * @param index which number
     * @return 64 random bits
     */
    public long bits(long index) {
        return mix(state + (index + 1) * GOLDEN);
    }

    /**
     * @param index which number
     * @return uniform in [0, 1), a multiple of 2⁻⁵³
     */
    public double uniform(long index) {
        return (bits(index) >>> 11) * 0x1p-53;
    }

    /**
     * @param index which number
     * @param bound exclusive upper bound, at least 1
     * @return uniform in 0 to bound − 1 (its bias, bound / 2⁵³, is nothing that a run could show)
     */
    public int below(long index, int bound) {
        return (int) (uniform(index) * bound);
    }

    /**
     * @param index which number
     * @return standard normal, by the method of Box and Muller
     */
    public double normal(long index) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(2 * index)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
    }
}
