package io.github.mambaout.train.optimizer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The groups of a MambaOut network that share a learning rate under layer decay, from the input to the output (timm's
 * {@code MambaOut.group_matcher}): the stem, each block, and whatever is left, the head. A stage's downsampling belongs to its
 * first block.
 */
public final class LayerGroups {
    private static final Pattern STEM = Pattern.compile("stem\\..*");
    private static final Pattern DOWNSAMPLE = Pattern.compile("stages\\.(\\d+)\\.downsample\\..*");
    private static final Pattern BLOCK = Pattern.compile("stages\\.(\\d+)\\.blocks\\.(\\d+)\\..*");

    private final Map<String, Integer> groups;
    private final int count;

    private LayerGroups(Map<String, Integer> groups, int count) {
        this.groups = groups;
        this.count = count;
    }

    /** Where a parameter stands: the stem before stage 0, what has no stage of its own after the last. */
    private record Place(int stage, int block) implements Comparable<Place> {
        private static final Place STEM = new Place(-1, 0);
        private static final Place END = new Place(Integer.MAX_VALUE, 0);

        static Place of(String name) {
            if (LayerGroups.STEM.matcher(name).matches()) {
                return STEM;
            }
            Matcher downsample = DOWNSAMPLE.matcher(name);
            if (downsample.matches()) {
                return new Place(Integer.parseInt(downsample.group(1)), 0);
            }
            Matcher block = BLOCK.matcher(name);
            return block.matches()
                    ? new Place(Integer.parseInt(block.group(1)), Integer.parseInt(block.group(2)))
                    : END;
        }

        @Override
        public int compareTo(Place other) {
            return stage == other.stage ? Integer.compare(block, other.block) : Integer.compare(stage, other.stage);
        }
    }

    /**
     * @param names full names of a network's parameters
     * @return their groups
     */
    public static LayerGroups of(Collection<String> names) {
        List<Place> places = names.stream().map(Place::of).distinct().sorted().toList();
        Map<Place, Integer> numbers = new HashMap<>();
        IntStream.range(0, places.size()).forEach(i -> numbers.put(places.get(i), i));
        Map<String, Integer> groups = new HashMap<>();
        names.forEach(name -> groups.put(name, numbers.get(Place.of(name))));
        return new LayerGroups(Map.copyOf(groups), places.size());
    }

    /** @return how many groups there are */
    public int count() {
        return count;
    }

    /**
     * @param name full name of one of the parameters
     * @return its group, from 0 at the input to {@code count() - 1} at the output
     */
    public int group(String name) {
        return groups.get(name);
    }
}
