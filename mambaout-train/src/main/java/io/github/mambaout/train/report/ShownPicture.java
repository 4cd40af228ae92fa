package io.github.mambaout.train.report;

/**
 * A picture that a network was trained on, as it saw it.
 *
 * @param png the picture as PNG file bytes; owned by this value
 * @param height rows
 * @param width columns
 */
public record ShownPicture(byte[] png, int height, int width) {}
