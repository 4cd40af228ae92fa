package io.github.mambaout.train.optimizer;

import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the flat buffers that is small enough for one thread's cache and lies within one parameter. The cut depends
 * on the parameters' shapes alone, so what is computed per span is the same on any number of threads.
 *
 * @param start first element
 * @param length number of elements
 * @param decayed whether weight decay applies
 */
record Span(int start, int length, boolean decayed) {
    /** Four arrays of this many floats fit into a second-level cache of 512 KB. */
    static final int LONGEST = 16_384;

    static List<Span> of(Parameters parameters) {
        List<Span> spans = new ArrayList<>();
        int start = 0;
        for (Parameter parameter : parameters.all()) {
            int end = start + parameter.shape().elements();
            while (start < end) {
                int length = Math.min(LONGEST, end - start);
                spans.add(new Span(start, length, parameter.decayed()));
                start += length;
            }
        }
        return List.copyOf(spans);
    }
}
