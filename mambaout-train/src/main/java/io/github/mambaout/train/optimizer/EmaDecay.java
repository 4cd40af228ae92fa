package io.github.mambaout.train.optimizer;

/** How much of an average of weights stays at an update. */
public sealed interface EmaDecay {
    /**
     * @param update number of the update after which weights are averaged in, counted from 1
     * @return the share of the average that stays, from 0 to less than 1; the weights make up the rest
     */
    double at(long update);

    /**
     * The decay of timm's {@code ModelEmaV3} as its {@code train.py} makes it: the average starts as the weights after the first
     * update.
     *
     * @param decay largest decay, from 0 to less than 1 ({@code --model-ema-decay})
     * @param warmup whether it is approached from below ({@code --model-ema-warmup}), with gamma 1 and power 2/3
     * @return the decay
     */
    static EmaDecay timm(double decay, boolean warmup) {
        return new After(1, warmup ? new Warmup(decay, 0, 1, 2.0 / 3.0) : new Constant(decay));
    }

    /**
     * The same at every update: the average starts as the first weights.
     *
     * @param decay from 0 to less than 1
     */
    record Constant(double decay) implements EmaDecay {
        public Constant {
            Constants.requireShare("The decay of averaged weights", decay);
        }

        @Override
        public double at(long update) {
            return decay;
        }
    }

    /**
     * Approaches the largest decay: {@code 1 - (1 + t / gamma)^-power} at update {@code t}.
     *
     * @param decay the largest, from 0 to less than 1
     * @param least the smallest, from 0 to {@code decay}
     * @param gamma updates over which the average forgets at first, positive
     * @param power how fast it forgets less, positive; 2/3 for a million updates, 3/4 for fewer
     */
    record Warmup(double decay, double least, double gamma, double power) implements EmaDecay {
        public Warmup {
            Constants.requireShare("The decay of averaged weights", decay);
            if (!(least >= 0 && least <= decay)) {
                throw new IllegalArgumentException(
                        "The least decay of averaged weights must lie between 0 and " + decay + ", not be " + least);
            }
            Constants.requirePositive("Gamma of averaged weights", gamma);
            Constants.requirePositive("The power of averaged weights", power);
        }

        @Override
        public double at(long update) {
            return Math.max(Math.min(1 - Math.pow(1 + update / gamma, -power), decay), least);
        }
    }

    /**
     * Takes the weights as they are for some updates, and then begins another decay.
     *
     * @param updates how many, at least 0
     * @param then what follows, whose update 1 comes after them
     */
    record After(long updates, EmaDecay then) implements EmaDecay {
        public After {
            if (updates < 0) {
                throw new IllegalArgumentException("Averaging begins after at least 0 updates, not " + updates);
            }
        }

        @Override
        public double at(long update) {
            return update <= updates ? 0 : then.at(update - updates);
        }
    }
}
