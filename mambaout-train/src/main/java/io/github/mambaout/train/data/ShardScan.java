package io.github.mambaout.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.image.PictureReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what lies in tar files of WebDataset's layout: the members of a sample follow one another and share their name up to the
 * first dot behind the last slash; {@code .cls} holds the label as text, {@code .json} holds it as {@code label}, {@code cls} or {@code
 * class}; the picture is the first member whose ending is that of a picture alone. Only headers and labels are read.
 */
final class ShardScan {
    private static final Logger LOG = LoggerFactory.getLogger(ShardScan.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LABEL_FIELDS = List.of("label", "cls", "class");
    private static final int LARGEST_LABEL = 1 << 20;
    private static final long LARGEST_PICTURE = 1L << 30;
    private static final int PROGRESS = 200_000;
    /** Headers are read through a small window: what lies between them is passed over. */
    private static final int WINDOW = 1 << 12;
    /** Keeps the bytes of names apart that are no UTF-8. */
    private static final String NAMES = StandardCharsets.ISO_8859_1.name();

    private static final Map<String, String> COMPRESSED =
            Map.of("1f8b", "gzip", "425a68", "bzip2", "fd377a", "xz", "28b52f", "zstd");

    private final List<ShardIndex.Shard> shards = new ArrayList<>();
    private final GrowingInts blocks = new GrowingInts();
    private final GrowingInts lengths = new GrowingInts();
    private final LabelTexts.Builder labels = new LabelTexts.Builder();
    private int withoutPicture;

    private ShardScan() {}

    /**
     * @param files tar files
     * @return what lies in them
     * @throws DataException if one is no tar file or is cut short, if a label is missing or wrong, or if there are no pictures; the
     *     message names the file and the sample
     */
    static ShardIndex of(List<Path> files) {
        ShardScan scan = new ShardScan();
        for (Path file : files) {
            scan.read(file);
        }
        if (scan.withoutPicture > 0) {
            LOG.warn("{} samples of {} hold no picture and are passed over", scan.withoutPicture, files.get(0));
        }
        if (scan.blocks.size() == 0) {
            throw new DataException(files.get(0) + ": in " + files.size() + " files there is no sample with a picture."
                    + " Expected are members such as 000001.jpg and 000001.cls.");
        }
        return new ShardIndex(scan.shards, scan.blocks.toArray(), scan.lengths.toArray(), scan.labels.build());
    }

    private void read(Path file) {
        try {
            shards.add(ShardIndex.Shard.of(file, blocks.size()));
            requirePlainTar(file);
            long size = Files.size(file);
            if (size % ShardIndex.BLOCK != 0) {
                throw new IOException("it has " + size + " bytes, no multiple of " + ShardIndex.BLOCK);
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file), WINDOW);
                    TarArchiveInputStream tar = new TarArchiveInputStream(in, NAMES)) {
                readMembers(file, size, tar);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(
                    file + ": is a damaged tar file, or one that was cut short (" + e.getMessage()
                            + "). Copy or download it again.",
                    e);
        }
    }

    private static void requirePlainTar(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(3);
        }
        if (start.length == 0) {
            throw new DataException(file + ": is empty. Copy or download it again, or leave it out.");
        }
        String hex = HexFormat.of().formatHex(start);
        for (Map.Entry<String, String> kind : COMPRESSED.entrySet()) {
            if (hex.startsWith(kind.getKey())) {
                throw new DataException(file + ": is compressed with " + kind.getValue()
                        + ", and pictures in it can't be found by their position. Decompress it to a .tar file;"
                        + " pictures are compressed already.");
            }
        }
    }

    private void readMembers(Path file, long size, TarArchiveInputStream tar) throws IOException {
        Optional<Sample> sample = Optional.empty();
        long end = 0;
        for (TarArchiveEntry member = tar.getNextEntry(); member != null; member = tar.getNextEntry()) {
            if (!member.isFile() || member.isSparse() || baseName(member).startsWith(".")) {
                continue;
            }
            end = tar.getBytesRead() + member.getSize();
            if (end > size) {
                throw new IOException("it ends within " + text(member.getName()));
            }
            String key = key(member);
            if (sample.isEmpty() || !sample.get().key.equals(key)) {
                sample.ifPresent(whole -> add(file, whole));
                sample = Optional.of(new Sample(key));
            }
            sample.get().add(file, member, tar);
        }
        sample.ifPresent(whole -> add(file, whole));
        if (size - end < ShardIndex.BLOCK) {
            LOG.warn("{}: has no end mark behind its last member; members may be missing", file);
        }
    }

    private void add(Path file, Sample sample) {
        if (sample.length == Sample.NO_PICTURE) {
            withoutPicture++;
            return;
        }
        String label = sample.cls
                .or(() -> sample.json)
                .orElseThrow(() -> wrong(
                        file,
                        sample.key,
                        "has a picture, but no label. Expected is a member .cls, or .json with 'label'"));
        try {
            labels.add(label);
        } catch (IllegalArgumentException e) {
            throw wrong(file, sample.key, "can't be used: " + e.getMessage());
        }
        blocks.add(sample.block);
        lengths.add(sample.length);
        if (blocks.size() % PROGRESS == 0) {
            LOG.info("{}: {} pictures found so far", file, blocks.size());
        }
    }

    private static DataException wrong(Path file, String key, String problem) {
        return new DataException(file + ": the sample " + text(key) + " " + problem + ".");
    }

    /** What was read as single bytes, as people read it. */
    private static String text(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String baseName(TarArchiveEntry member) {
        return member.getName().substring(member.getName().lastIndexOf('/') + 1);
    }

    private static String key(TarArchiveEntry member) {
        String base = baseName(member);
        int dot = base.indexOf('.');
        return member.getName().substring(0, member.getName().length() - base.length())
                + (dot < 0 ? base : base.substring(0, dot));
    }

    /** A sample while its members are read. */
    private static final class Sample {
        private static final int NO_PICTURE = -1;

        private final String key;
        private int block;
        private int length = NO_PICTURE;
        private Optional<String> cls = Optional.empty();
        private Optional<String> json = Optional.empty();

        Sample(String key) {
            this.key = key;
        }

        void add(Path file, TarArchiveEntry member, TarArchiveInputStream tar) throws IOException {
            String ending = member.getName().substring(key.length());
            if (ending.equals(".cls")) {
                cls = Optional.of(content(file, member, tar));
            } else if (ending.equals(".json")) {
                json = labelOf(file, content(file, member, tar));
            } else if (length == NO_PICTURE && ending.lastIndexOf('.') == 0 && isPicture(ending)) {
                if (member.getSize() > LARGEST_PICTURE) {
                    throw wrong(file, member.getName(), "is larger than " + LARGEST_PICTURE + " bytes");
                }
                block = Math.toIntExact(tar.getBytesRead() / ShardIndex.BLOCK);
                length = (int) member.getSize();
            }
        }

        private static boolean isPicture(String ending) {
            return PictureReader.isPictureName(Path.of("picture" + ending.replaceAll("[^.A-Za-z0-9]", "_")));
        }

        private static String content(Path file, TarArchiveEntry member, TarArchiveInputStream tar) throws IOException {
            if (member.getSize() > LARGEST_LABEL) {
                throw wrong(file, member.getName(), "is larger than a label can be, " + LARGEST_LABEL + " bytes");
            }
            return new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        }

        private Optional<String> labelOf(Path file, String content) {
            try {
                JsonNode fields = JSON.readTree(content);
                return LABEL_FIELDS.stream()
                        .map(fields::path)
                        .filter(field -> field.isTextual() || field.isIntegralNumber())
                        .map(JsonNode::asText)
                        .findFirst();
            } catch (JsonProcessingException e) {
                throw new DataException(
                        file + ": the sample " + text(key) + " has a .json that is no JSON: " + e.getOriginalMessage()
                                + ".",
                        e);
            }
        }
    }
}
