package io.github.mambaout.train.data;

/**
 * A picture that a data set lists but that cannot be read.
 *
 * @param file where it lies
 * @param reason a sentence that names the file, what is wrong with it and what to do
 */
public record SkippedPicture(String file, String reason) {}
