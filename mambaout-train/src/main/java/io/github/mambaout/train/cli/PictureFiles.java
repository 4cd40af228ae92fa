package io.github.mambaout.train.cli;

import io.github.mambaout.image.PictureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the pictures that somebody named, one by one or by folder. */
final class PictureFiles {
    private PictureFiles() {}

    /**
     * @param named files and folders
     * @return the files as they were named, and in place of each folder the pictures in it and below it, sorted
     * @throws IOException if a folder can't be read
     */
    static List<Path> in(List<Path> named) throws IOException {
        Stream.Builder<Path> files = Stream.builder();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path)) {
                    below.filter(PictureFiles::looksLikeAPicture).sorted().forEach(files);
                }
            } else {
                files.add(path);
            }
        }
        return files.build().toList();
    }

    private static boolean looksLikeAPicture(Path path) {
        return PictureReader.isPictureName(path) && Files.isRegularFile(path);
    }
}
