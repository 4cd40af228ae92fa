package io.github.mambaout.train.data;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.UnreadablePictureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the pictures of a set that lies on a disk, and keeps count of those that can't be read. A single one that is damaged or gone
 * is no reason to stop; that the data as a whole are gone is one. Safe for many threads.
 */
final class StoredPictures {
    private final PictureReader reader = new PictureReader();
    private final SkippedPictures skipped = new SkippedPictures();

    /** Reads one picture. */
    interface Reading {
        /** @throws UnreadablePictureException if it can't be read */
        Picture with(PictureReader reader);
    }

    /**
     * @param index of the sample
     * @param label of the sample
     * @param place the file or folder without which none of the pictures can be there
     * @param file what the picture is called in messages, found out when it is needed
     * @param reading how it is read
     * @return the sample, or nothing if its picture can't be read
     * @throws DataException if the place is gone
     */
    Optional<Sample> sample(int index, int label, Path place, Object file, Reading reading) {
        try {
            return Optional.of(new Sample(reading.with(reader), label));
        } catch (UnreadablePictureException e) {
            if (!Files.exists(place)) {
                throw new DataException(
                        place + ": the data were here when they were opened, but are gone. Bring them back"
                                + " (is the disk mounted?) and start again.",
                        e);
            }
            skipped.add(index, new SkippedPicture(file.toString(), e.getMessage()));
            return Optional.empty();
        }
    }

    List<SkippedPicture> toList() {
        return skipped.toList();
    }
}
