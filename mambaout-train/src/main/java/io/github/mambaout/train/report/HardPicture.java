package io.github.mambaout.train.report;

/**
 * What a network made of a picture that it finds hard.
 *
 * @param index of the picture in its data set
 * @param truth index of its true class
 * @param predicted index of the class that it was given
 * @param probability the network's probability for that class, from 0 to 1
 * @param loss cross-entropy of the true class
 */
public record HardPicture(int index, int truth, int predicted, double probability, double loss) {}
