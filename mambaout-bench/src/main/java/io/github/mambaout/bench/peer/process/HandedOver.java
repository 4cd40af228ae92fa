package io.github.mambaout.bench.peer.process;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SafetensorsFile;
import io.github.mambaout.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A network and a batch as files, on their way from one process to another. */
final class HandedOver {
    private static final String PICTURES = "pictures";

    private final Path network;
    private final Path pictures;

    private HandedOver(Path network, Path pictures) {
        this.network = network;
        this.pictures = pictures;
    }

    /**
     * @param folder where to write two files, which have not been there before
     * @param number part of their names
     * @param network goes into the one
     * @param batch goes into the other
     * @return the files
     */
    static HandedOver write(Path folder, int number, MambaOut network, Batch batch) {
        HandedOver files = new HandedOver(
                folder.resolve("network-" + number + ".safetensors"),
                folder.resolve("pictures-" + number + ".safetensors"));
        ModelFile.save(files.network, network, ModelMetadata.of(network.config()));
        new SafetensorsWriter().tensor(PICTURES, batch.pictures()).write(files.pictures);
        return files;
    }

    Request.Open request(boolean training, Batch batch) {
        List<Integer> labels = IntStream.of(batch.labels()).boxed().toList();
        return new Request.Open(training, network.toString(), pictures.toString(), labels);
    }

    static MambaOut network(Request.Open request) {
        return ModelFile.load(Path.of(request.network())).model();
    }

    static Batch batch(Request.Open request) {
        try (SafetensorsFile file = SafetensorsFile.open(Path.of(request.pictures()))) {
            return Batch.of(
                    file.tensor(PICTURES),
                    request.labels().stream().mapToInt(Integer::intValue).toArray());
        }
    }

    /** Takes the files away. */
    void delete() {
        ScratchFiles.delete(network);
        ScratchFiles.delete(pictures);
    }
}
