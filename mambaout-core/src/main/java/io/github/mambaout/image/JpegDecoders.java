package io.github.mambaout.image;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look-up of the decoder of JPEG files. {@value #PROPERTY} names one; without it one that was added is taken, and otherwise the
 * JDK's, {@code imageio}. One that was added but lacks something here is passed over with a warning.
 */
public final class JpegDecoders {
    /** The system property that names a decoder. */
    public static final String PROPERTY = "mambaout.jpeg";

    private static final Logger LOG = LoggerFactory.getLogger(JpegDecoders.class);

    private JpegDecoders() {}

    private static final class Selected {
        static final Supplier<JpegDecoder> INSTANCE = once(System.getProperty(PROPERTY, ""));

        private Selected() {}

        /** A refusal is kept like a selection: thrown while the class is initialised it would reach the second caller garbled. */
        private static Supplier<JpegDecoder> once(String name) {
            try {
                JpegDecoder decoder = select(name, added());
                return () -> decoder;
            } catch (IllegalArgumentException e) {
                return () -> {
                    throw new IllegalArgumentException(e.getMessage(), e);
                };
            }
        }
    }

    /**
     * @return the decoder that this process uses; the same for as long as the process lives
     * @throws IllegalArgumentException if {@value #PROPERTY} names one that does not exist or does not work here
     */
    public static JpegDecoder selected() {
        return Selected.INSTANCE.get();
    }

    private static List<JpegDecoder> added() {
        return ServiceLoader.load(JpegDecoder.class, JpegDecoder.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** Chooses by name, or by what works where the name is empty. */
    static JpegDecoder select(String name, List<JpegDecoder> added) {
        List<JpegDecoder> all = Stream.concat(added.stream(), Stream.of(new ImageIoJpegDecoder()))
                .toList();
        return name.isEmpty() ? firstThatWorks(all) : named(name, all);
    }

    private static JpegDecoder firstThatWorks(List<JpegDecoder> all) {
        for (JpegDecoder decoder : all) {
            if (decoder.problem().isEmpty()) {
                return decoder;
            }
            LOG.warn(
                    "The JPEG decoder {} is not used: {}",
                    decoder.name(),
                    decoder.problem().get());
        }
        throw new IllegalStateException("The last decoder always works");
    }

    private static JpegDecoder named(String name, List<JpegDecoder> all) {
        JpegDecoder decoder = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no JPEG decoder '" + name
                        + "'; on the class path are "
                        + all.stream().map(JpegDecoder::name).collect(Collectors.joining(", ")) + " (-D" + PROPERTY
                        + "=NAME)."));
        decoder.problem().ifPresent(problem -> {
            throw new IllegalArgumentException("The JPEG decoder '" + name + "' can't be had: " + problem);
        });
        return decoder;
    }
}
