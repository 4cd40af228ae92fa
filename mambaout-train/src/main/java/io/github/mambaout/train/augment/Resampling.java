package io.github.mambaout.train.augment;

import io.github.mambaout.image.AffineFilter;
import io.github.mambaout.image.AffineMap;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Rgb;

/**
 * How a picture that is moved, turned or sheared looks between its pixels and outside of it.
 *
 * @param filter between pixels
 * @param outside colour of what lies outside
 */
public record Resampling(AffineFilter filter, Rgb outside) {
    /**
     * @param map from the result to the picture
     * @param picture any picture
     * @return the moved picture, of the same size
     */
    Picture apply(AffineMap map, Picture picture) {
        return map.apply(picture, filter, outside);
    }
}
