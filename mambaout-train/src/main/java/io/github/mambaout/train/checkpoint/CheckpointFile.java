package io.github.mambaout.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SafetensorsFile;
import io.github.mambaout.weights.SafetensorsWriter;
import io.github.mambaout.weights.WeightFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A checkpoint as a safetensors file: the parameters under their names with the metadata of a weight file, so that everything
 * that reads weights reads checkpoints too; beside them, under {@link ModelFile#TRAINING}, the state of the training; and at the
 * end a checksum.
 */
final class CheckpointFile {
    private static final String AVERAGED = ModelFile.TRAINING + "averaged.";
    private static final String OPTIMIZER = ModelFile.TRAINING + "optimizer.";
    private static final String HISTORY = ModelFile.TRAINING + "history";
    private static final String UPDATES = ModelFile.TRAINING + "updates";
    private static final String OPTIMIZER_UPDATES = ModelFile.TRAINING + "optimizer_updates";
    private static final String SETTINGS = ModelFile.TRAINING + "settings";
    private static final ObjectMapper JSON = new ObjectMapper();

    private CheckpointFile() {}

    /**
     * @param file where to; holds its old content or the whole new one whenever this is stopped
     * @param checkpoint what to write
     * @throws WeightFileException if it can't be written there; nothing is left behind
     */
    static void write(Path file, Checkpoint checkpoint) {
        SafetensorsWriter writer = new SafetensorsWriter()
                .metadata(checkpoint.model().toStrings())
                .metadata(UPDATES, Long.toString(checkpoint.updates()))
                .metadata(OPTIMIZER_UPDATES, Long.toString(checkpoint.optimizerUpdates()))
                .metadata(SETTINGS, json(new TreeMap<>(checkpoint.settings())));
        FlatWeights.forEach(checkpoint.model(), checkpoint.weights(), writer::tensor);
        checkpoint
                .averaged()
                .ifPresent(averaged -> FlatWeights.forEach(
                        checkpoint.model(), averaged, (name, parameter) -> writer.tensor(AVERAGED + name, parameter)));
        checkpoint.optimizer().forEach((name, moment) -> writer.tensor(OPTIMIZER + name, moment));
        writer.bytes(HISTORY, checkpoint.history().getBytes(StandardCharsets.UTF_8))
                .checksum()
                .write(file);
    }

    private static String json(Map<String, String> settings) {
        try {
            return JSON.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings is always valid JSON", e);
        }
    }

    /**
     * @param file a checkpoint
     * @return what it holds, in memory of its own
     * @throws WeightFileException if it is missing, damaged by as little as one bit, or no checkpoint of this version
     */
    static Checkpoint read(Path file) {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            open.requireIntact();
            ModelMetadata model = ModelFile.metadata(file);
            return new Checkpoint(
                    number(open, UPDATES),
                    model,
                    settings(open),
                    new String(open.bytes(HISTORY).array(), StandardCharsets.UTF_8),
                    flat(open, model, ""),
                    open.tensors().keySet().stream().anyMatch(name -> name.startsWith(AVERAGED))
                            ? Optional.of(flat(open, model, AVERAGED))
                            : Optional.empty(),
                    number(open, OPTIMIZER_UPDATES),
                    optimizer(open));
        }
    }

    private static String text(SafetensorsFile file, String key) {
        return Optional.ofNullable(file.metadata().get(key))
                .orElseThrow(() -> new WeightFileException(
                        file.path(), "is no checkpoint of a training: its metadata has no " + key + "."));
    }

    private static long number(SafetensorsFile file, String key) {
        String text = text(file, key);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new WeightFileException(file.path(), "its " + key + " is no number but '" + text + "'.", e);
        }
    }

    private static Map<String, String> settings(SafetensorsFile file) {
        try {
            return JSON.readValue(text(file, SETTINGS), new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new WeightFileException(
                    file.path(), "its " + SETTINGS + " can't be understood (" + e.getOriginalMessage() + ").", e);
        }
    }

    private static Tensor flat(SafetensorsFile file, ModelMetadata model, String prefix) {
        Tensor flat = FlatWeights.zeros(model);
        FlatWeights.forEach(model, flat, (name, parameter) -> file.read(prefix + name, parameter));
        return flat;
    }

    private static Map<String, Tensor> optimizer(SafetensorsFile file) {
        Map<String, Tensor> moments = new LinkedHashMap<>();
        file.tensors().forEach((name, stored) -> {
            if (name.startsWith(OPTIMIZER)) {
                Tensor moment = Tensor.zeros(stored.shape());
                file.read(name, moment);
                moments.put(name.substring(OPTIMIZER.length()), moment);
            }
        });
        return moments;
    }
}
