package io.github.mambaout.bench.peer.process;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What is asked of the process that a peer runs in; each is answered by one {@link Reply}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Request.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Request.Run.class, name = "run"),
    @JsonSubTypes.Type(value = Request.Close.class, name = "close")
})
sealed interface Request {

    /**
     * To prepare a workload. Answered by {@link Reply.Opened} or, if the peer can't train, by {@link Reply.Untrainable}.
     *
     * @param training whether it is a training step; else a forward pass
     * @param network model file with configuration and weights
     * @param pictures safetensors file with the batch
     * @param labels the class of each picture
     */
    record Open(boolean training, String network, String pictures, List<Integer> labels) implements Request {
        public Open {
            labels = List.copyOf(labels);
        }
    }

    /**
     * To do it once. Answered by {@link Reply.Ran}.
     *
     * @param workload the number that it was opened as
     */
    record Run(int workload) implements Request {}

    /**
     * To give back its memory. Answered by {@link Reply.Closed}.
     *
     * @param workload the number that it was opened as
     */
    record Close(int workload) implements Request {}
}
