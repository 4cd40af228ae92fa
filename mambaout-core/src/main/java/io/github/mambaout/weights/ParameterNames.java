package io.github.mambaout.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How the parameters of a file are named: in timm's way or the paper's, and behind which prefixes. {@code DataParallel}
 * puts {@code module.} before every name, {@code torch.compile} {@code _orig_mod.}, and frameworks for training
 * {@code model.}, one inside the other in any order; they are taken off where all parameters carry them.
 *
 * @param naming whose names they are
 * @param prefix what stands before each of them; empty for nothing
 * @param stored the file's names by timm's names, in the file's order
 */
record ParameterNames(ParameterNaming naming, String prefix, Map<String, String> stored) {
    private static final List<String> PREFIXES = List.of("module.", "model.", "_orig_mod.");

    ParameterNames {
        stored = Collections.unmodifiableMap(new LinkedHashMap<>(stored));
    }

    /**
     * @param file the file, for messages
     * @param names the names in it
     * @return how they are named
     * @throws WeightFileException if one of them can't be a MambaOut's, or is named in another way than most; the message
     *     names the first such one
     */
    static ParameterNames of(Path file, Collection<String> names) {
        String prefix = commonest(names.stream().map(ParameterNames::prefixOf).toList());
        List<String> bare = new ArrayList<>();
        for (String name : names) {
            if (!prefixOf(name).equals(prefix)) {
                throw new WeightFileException(
                        file,
                        "parameter " + name + " is not understood: most others stand behind "
                                + (prefix.isEmpty() ? "no prefix" : "the prefix " + prefix)
                                + ", this one does not. Rename all parameters in one way.");
            }
            bare.add(name.substring(prefix.length()));
        }
        long timms = understood(ParameterNaming.TIMM, bare);
        ParameterNaming naming = timms < bare.size() && understood(ParameterNaming.PAPER, bare) > timms
                ? ParameterNaming.PAPER
                : ParameterNaming.TIMM;
        Map<String, String> stored = new LinkedHashMap<>();
        for (String name : bare) {
            String timm = naming.toTimm(name).orElseThrow(() -> notUnderstood(file, prefix + name, naming, bare));
            stored.put(timm, prefix + name);
        }
        return new ParameterNames(naming, prefix, stored);
    }

    private static String prefixOf(String name) {
        int end = 0;
        for (int start = -1; start < end; ) {
            start = end;
            for (String prefix : PREFIXES) {
                end += name.startsWith(prefix, end) ? prefix.length() : 0;
            }
        }
        return name.substring(0, end);
    }

    private static String commonest(Collection<String> texts) {
        Map<String, Long> counts =
                texts.stream().collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static long understood(ParameterNaming naming, List<String> names) {
        return names.stream().filter(name -> naming.toTimm(name).isPresent()).count();
    }

    private static WeightFileException notUnderstood(Path file, String name, ParameterNaming naming, List<String> all) {
        long others = understood(naming, all);
        if (others == 0) {
            return new WeightFileException(
                    file,
                    "holds no MambaOut: parameter " + name
                            + " has neither a name of timm's (stages.0.blocks.0.fc1.weight) nor of the paper's repository"
                            + " (stages.0.0.fc1.weight). Use a file of a MambaOut's weights.");
        }
        return new WeightFileException(
                file,
                "parameter " + name + " is not understood: " + others + " others are named as "
                        + (naming == ParameterNaming.TIMM ? "timm" : "the paper's repository") + " names them"
                        + ", this one is not. Remove it from the file, or rename all parameters in one way.");
    }
}
