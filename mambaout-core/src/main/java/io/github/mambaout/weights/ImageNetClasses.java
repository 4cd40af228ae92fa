package io.github.mambaout.weights;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The sets of classes that published weights tell apart, with what each class is called: the lemmas of its WordNet synonym set,
 * for instance {@code tench, Tinca tinca}. Two classes may have the same name.
 */
public enum ImageNetClasses {
    /** The 1,000 classes of ILSVRC 2012. */
    @JsonProperty("imagenet-1k")
    IMAGENET_1K("imagenet-1k", 1_000),
    /** timm's 11,821 classes of ImageNet's release of fall 2011. */
    @JsonProperty("imagenet-12k")
    IMAGENET_12K("imagenet-12k", 11_821);

    private final String id;
    private final int count;

    ImageNetClasses(String id, int count) {
        this.id = id;
        this.count = count;
    }

    /** @return how many classes there are */
    public int count() {
        return count;
    }

    /** @return their names in the order of the logits; read from the library's resources at each call */
    public List<String> names() {
        String resource = id + ".txt";
        try (InputStream lines = ImageNetClasses.class.getResourceAsStream(resource)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The library's resource " + resource + " can't be read", e);
        }
    }

    /** @return timm's name, for instance {@code imagenet-1k} */
    @Override
    public String toString() {
        return id;
    }
}
