package io.github.mambaout.train.data;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the pictures lie in tar files, and their labels. Made by {@link ShardScan}. A sample takes twelve bytes, whatever it is called:
 * its name stands in the tar file just before the picture.
 */
final class ShardIndex {
    /** Everything in a tar file starts at a multiple of this. */
    static final int BLOCK = 512;

    /**
     * A tar file as it was when it was read.
     *
     * @param name its last name, for noticing another list of files
     * @param bytes its length
     * @param modified in nanoseconds of the epoch
     * @param first index of its first sample; that of the next file ends its own
     */
    record Shard(String name, long bytes, long modified, int first) {
        static Shard of(Path file, int first) throws IOException {
            return new Shard(file.getFileName().toString(), Files.size(file), PictureIndex.modified(file), first);
        }
    }

    private final List<Shard> shards;
    private final int[] blocks;
    private final int[] lengths;
    private final LabelTexts labels;

    ShardIndex(List<Shard> shards, int[] blocks, int[] lengths, LabelTexts labels) {
        this.shards = List.copyOf(shards);
        this.blocks = blocks;
        this.lengths = lengths;
        this.labels = labels;
    }

    int size() {
        return blocks.length;
    }

    LabelTexts labels() {
        return labels;
    }

    /** Number of the tar file in which a sample lies. */
    int shardOf(int sample) {
        int low = 0;
        int high = shards.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (shards.get(middle).first() <= sample) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Where a sample's picture starts in its tar file; its header takes the block before. */
    long offset(int sample) {
        return (long) blocks[sample] * BLOCK;
    }

    /** Bytes of a sample's picture. */
    int length(int sample) {
        return lengths[sample];
    }

    /** Whether the files are the same ones, with the same lengths and times. */
    boolean isCurrent(List<Path> files) {
        if (files.size() != shards.size()) {
            return false;
        }
        try {
            for (int i = 0; i < shards.size(); i++) {
                if (!Shard.of(files.get(i), shards.get(i).first()).equals(shards.get(i))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The latest time of all files. */
    long lastModified() {
        return shards.stream().mapToLong(Shard::modified).max().orElseThrow();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(shards.size());
        for (Shard shard : shards) {
            out.writeUTF(shard.name());
            out.writeLong(shard.bytes());
            out.writeLong(shard.modified());
            out.writeInt(shard.first());
        }
        out.writeInt(blocks.length);
        for (int sample = 0; sample < blocks.length; sample++) {
            out.writeInt(blocks[sample]);
            out.writeInt(lengths[sample]);
        }
        labels.writeTo(out);
    }

    static ShardIndex readFrom(DataInputStream in) throws IOException {
        List<Shard> shards = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            shards.add(new Shard(in.readUTF(), in.readLong(), in.readLong(), in.readInt()));
        }
        int[] blocks = new int[in.readInt()];
        int[] lengths = new int[blocks.length];
        for (int sample = 0; sample < blocks.length; sample++) {
            blocks[sample] = in.readInt();
            lengths[sample] = in.readInt();
        }
        return new ShardIndex(shards, blocks, lengths, LabelTexts.readFrom(in));
    }
}
