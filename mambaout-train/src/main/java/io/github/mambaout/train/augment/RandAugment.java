package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Rgb;
import io.github.mambaout.layer.Randomness;
import java.util.List;

/**
 * RandAugment (Cubuk et al.) in timm's build: some operations drawn at random, each carried out with a probability, at a magnitude
 * that is drawn too.
 *
 * @param settings which operations and how strong
 * @param filter how moved pictures are resampled
 * @param outside colour of what lies outside of a moved picture; timm's is the mean of normalisation
 */
public record RandAugment(RandAugmentSettings settings, TrainingFilter filter, Rgb outside) implements Augmentation {
    @Override
    public Picture apply(Picture picture, Randomness random) {
        Randomness draws = random.at("rand augment");
        List<RandAugmentOperation> operations = settings.operations().draw(settings.layers(), draws.at("operations"));
        Picture changed = picture;
        for (int layer = 0; layer < operations.size(); layer++) {
            Randomness own = draws.at(layer);
            if (own.at("probability").uniform(0) < settings.probability()) {
                Resampling resampling = new Resampling(filter.moving(own), outside);
                boolean negated = own.at("direction").uniform(0) < 0.5;
                changed = operations.get(layer).apply(changed, magnitude(own), negated, resampling);
            }
        }
        return changed;
    }

    /** @return what an operation's magnitude is in one use */
    double magnitude(Randomness use) {
        Randomness draws = use.at("magnitude");
        double magnitude = Double.isInfinite(settings.deviation())
                ? settings.magnitude() * draws.uniform(0)
                : settings.magnitude() + settings.deviation() * draws.normal(0);
        return Math.max(0, Math.min(settings.largest(), magnitude));
    }
}
