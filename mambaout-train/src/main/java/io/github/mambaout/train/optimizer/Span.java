package io.github.mambaout.train.optimizer;

import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A part of the flat buffers that is small enough for one thread's cache and lies within one parameter. The cut depends
 * on the parameters' shapes alone, so what is computed per span is the same on any number of threads.
 *
 * @param parameter which parameter it is a part of, counted from 0 in the parameters' order
 * @param start first element
 * @param length number of elements
 * @param rule how the parameter takes part
 */
record Span(int parameter, int start, int length, UpdateRule rule) {
    /** Four arrays of this many floats fit into a second-level cache of 512 KB. */
    static final int LONGEST = 16_384;

    /** The spans of all parameters, frozen ones too. */
    static List<Span> of(Parameters parameters, UpdateRules rules) {
        List<Span> spans = new ArrayList<>();
        int start = 0;
        int index = 0;
        for (Map.Entry<String, Parameter> entry : parameters.byName().entrySet()) {
            UpdateRule rule = rules.byName().get(entry.getKey());
            int end = start + entry.getValue().shape().elements();
            while (start < end) {
                int length = Math.min(LONGEST, end - start);
                spans.add(new Span(index, start, length, rule));
                start += length;
            }
            index++;
        }
        return List.copyOf(spans);
    }

    /** The learning rate of this span's parameter. */
    double learningRate(double base) {
        return base * rule.learningRateScale();
    }

    /** The weight decay of this span's parameter. */
    double weightDecay(double decay) {
        return rule.decayed() ? decay : 0;
    }
}
