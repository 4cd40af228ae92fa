package io.github.mambaout.bench.length;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.Spread;

/**
 * What a block costs at one length.
 *
 * @param mixer name of its token mixer
 * @param side height and width of a map
 * @param tokens length of the sequence, {@code side²}
 * @param parameters of the block
 * @param multiplyAdds of a forward pass of the whole batch
 * @param forwardMs milliseconds of a forward pass
 * @param trainingMs milliseconds of a forward and backward pass
 * @param memory what it works in
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LengthCost(
        String mixer,
        int side,
        long tokens,
        long parameters,
        long multiplyAdds,
        Spread forwardMs,
        Spread trainingMs,
        BlockMemory memory) {}
