package io.github.mambaout.train.report;

/**
 * A held-out picture with what the model made of it.
 *
 * @param png the picture as PNG file bytes; owned by this value
 * @param place where the picture lies, for those who want to look it up
 * @param truth its true class
 * @param predicted the class it was given
 * @param probability the model's probability for that class, from 0 to 1
 * @param loss cross-entropy of the true class
 */
public record PredictedPicture(
        byte[] png, String place, String truth, String predicted, double probability, double loss) {
    /** @return whether the given class is the true one */
    public boolean correct() {
        return truth.equals(predicted);
    }
}
