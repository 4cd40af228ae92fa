package io.github.mambaout.train.data;

import io.github.mambaout.layer.Randomness;

/**
 * Which appearance of which sample: the key of everything that is drawn for it.
 *
 * @param epoch counted from 0
 * @param index of the sample in its set
 * @param repetition how often the sample has come in this epoch before
 */
public record SampleKey(long epoch, int index, int repetition) {
    /**
     * @param epoch counted from 0
     * @param index of the sample in its set
     * @return the key of the sample's first appearance in the epoch
     */
    public static SampleKey of(long epoch, int index) {
        return new SampleKey(epoch, index, 0);
    }

    /**
     * @param random numbers of a run for some purpose
     * @return those for this sample
     */
    public Randomness in(Randomness random) {
        Randomness first = random.at(epoch).at(index);
        return repetition == 0 ? first : first.at("repetition").at(repetition);
    }
}
