package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.Checkpoint;
import io.github.mambaout.train.checkpoint.CheckpointStore;
import io.github.mambaout.train.checkpoint.FolderLock;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.checkpoint.SettingsDifference;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a run, which is its own as long as this is open, and the checkpoint from which the run goes on.
 *
 * @param folder where files go
 * @param checkpoints the last ones
 * @param settings what decides about the weights, and so whether a run goes on from a checkpoint
 * @param start where this run begins; empty if it begins anew
 * @param lock ends with this
 */
record RunOutput(
        RunFolder folder,
        CheckpointStore checkpoints,
        Map<String, String> settings,
        Optional<Checkpoint> start,
        FolderLock lock)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    /**
     * Takes the folder.
     *
     * @param config of the run
     * @param data what it trains on
     * @param startsOver whether what an earlier run has left is forgotten
     * @throws RunFolderException if the folder can't be written to, another run has it, what is there was begun with other
     *     settings, or none of its checkpoints can be read
     */
    static RunOutput take(TrainingConfig config, DataSource data, boolean startsOver) {
        Map<String, String> settings = deciding(config, data);
        RunFolder folder = RunFolder.prepare(config.outputFolder());
        FolderLock lock = folder.lock();
        boolean isTaken = false;
        try {
            folder.removeHalfWritten();
            CheckpointStore checkpoints =
                    new CheckpointStore(folder.checkpoints(), config.run().checkpointHist());
            if (startsOver) {
                checkpoints.clear();
                folder.removeResults();
            }
            Optional<Checkpoint> start = checkpoints.newest();
            start.ifPresent(checkpoint -> requireSameSettings(folder, checkpoint.settings(), settings));
            if (start.isEmpty() && folder.hasWeights()) {
                LOG.warn("{} holds weights of a run without checkpoints; this run will replace them", folder.path());
            }
            RunOutput output = new RunOutput(folder, checkpoints, settings, start, lock);
            output.writeConfig(config);
            isTaken = true;
            return output;
        } finally {
            if (!isTaken) {
                close(lock);
            }
        }
    }

    /** What decides about the weights. Data under the same name may have changed. */
    private static Map<String, String> deciding(TrainingConfig config, DataSource data) {
        Map<String, String> settings = new TreeMap<>(TrainingConfigFile.deciding(config));
        settings.put(
                "number of training pictures", Integer.toString(data.training().size()));
        settings.put(
                "number of held-out pictures",
                Integer.toString(data.validation().size()));
        settings.put("classes of the data", String.join(", ", data.training().classes()));
        return settings;
    }

    /** A setting that an earlier version did not know had its default's effect. */
    private static void requireSameSettings(RunFolder folder, Map<String, String> saved, Map<String, String> settings) {
        Map<String, String> before = new TreeMap<>(TrainingConfigFile.deciding(TrainingConfig.DEFAULT));
        before.putAll(saved);
        SettingsDifference difference = SettingsDifference.between(before, settings);
        if (!difference.isEmpty()) {
            throw new RunFolderException(folder.path() + ": the run in this folder was begun with other settings: "
                    + difference.describe() + ". To go on with it, give the settings that it was begun with (--config "
                    + folder.config() + "); to keep it, choose another --output; to replace it, add --fresh.");
        }
    }

    private void writeConfig(TrainingConfig config) {
        byte[] yaml = TrainingConfigFile.toYaml(config).getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFile.write(folder.config(), out -> out.write(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        close(lock);
    }

    private static void close(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The lock of the run's folder can't be given back: {}", e.toString());
        }
    }
}
