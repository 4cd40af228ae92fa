package io.github.mambaout.predict;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;

/**
 * From picture files to rows of a network's input.
 *
 * @param reader reads files
 * @param preprocessing makes inputs of pictures
 */
record PictureInputs(PictureReader reader, Preprocessing preprocessing) {
    /** @return the shape of an input of this many pictures */
    Shape shape(int pictures) {
        return Shape.of(pictures, preprocessing.height(), preprocessing.width(), preprocessing.channels());
    }

    Picture read(Path file) {
        return reader.read(file);
    }

    void fill(Tensor batch, int row, Picture picture) {
        preprocessing.applyTo(picture, batch, row);
    }
}
