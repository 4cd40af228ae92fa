package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parameters of a layer or network in order, under their full names (timm's: {@code stages.0.blocks.0.fc1.weight}). A
 * parameter that a network uses twice is there once, under its first name.
 */
public final class Parameters {
    private final Map<String, Parameter> byName;

    private Parameters(Map<String, Parameter> byName) {
        this.byName = byName;
    }

    /**
     * @param parameters parameters of one layer
     * @return them, under their own names
     */
    public static Parameters of(Parameter... parameters) {
        Builder builder = new Builder();
        for (Parameter parameter : parameters) {
            builder.add(parameter.name(), parameter);
        }
        return builder.build();
    }

    /** @return nothing yet */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parameters of a network's parts. */
    public static final class Builder {
        private final Map<String, Parameter> byName = new LinkedHashMap<>();
        private final Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        private Builder() {}

        /**
         * @param name full name, not yet taken
         * @param parameter a parameter; left out if it is there already under another name
         * @return this
         */
        public Builder add(String name, Parameter parameter) {
            if (seen.add(parameter) && byName.put(name, parameter) != null) {
                throw new IllegalArgumentException("Two parameters are named " + name);
            }
            return this;
        }

        /**
         * @param prefix what the part is called, for instance {@code blocks.0}; empty for none
         * @param part a layer
         * @return this
         */
        public Builder add(String prefix, Layer part) {
            part.parameters()
                    .byName
                    .forEach((name, parameter) -> add(prefix.isEmpty() ? name : prefix + "." + name, parameter));
            return this;
        }

        /** @return what was collected */
        public Parameters build() {
            return new Parameters(Collections.unmodifiableMap(new LinkedHashMap<>(byName)));
        }
    }

    /** @return full names to parameters, in order */
    public Map<String, Parameter> byName() {
        return byName;
    }

    /** @return all parameters, in order */
    public Collection<Parameter> all() {
        return byName.values();
    }

    /**
     * @param name full name
     * @return the parameter
     * @throws IllegalArgumentException if there is none of this name
     */
    public Parameter get(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("There is no parameter " + name + "; there are "
                    + byName.keySet().stream().limit(5).collect(Collectors.joining(", "))
                    + (byName.size() > 5 ? " and " + (byName.size() - 5) + " more" : ""));
        }
        return parameter;
    }

    /** @return the number of values of all parameters together */
    public long count() {
        return byName.values().stream().mapToLong(p -> p.shape().elements()).sum();
    }

    /** Says that the values of all parameters have been written. */
    public void changed() {
        byName.values().forEach(Parameter::changed);
    }

    /**
     * Gives every parameter new first values; they are drawn when they are first needed.
     *
     * @param seed any number; the values of a parameter depend on it and on its full name
     */
    public void initialise(long seed) {
        Randomness random = Randomness.ofSeed(seed).at("initialise");
        byName.forEach((name, parameter) -> parameter.initialise(random.at(name)));
    }

    /**
     * Rearranges the present values for the kernels, on all threads and in the memory of the former ones, wherever those were in use;
     * otherwise a layer would do so by itself, on one thread and in new memory, when it is computed next. For the time after
     * an update: nobody may compute with these parameters meanwhile.
     *
     * @param compute kernels and threads
     */
    public void rearrange(Compute compute) {
        List<Packed<?>> forms =
                all().stream().flatMap(parameter -> parameter.forms().stream()).toList();
        compute.workers().run(forms.size(), (task, scratch) -> forms.get(task).refresh(compute.kernels(), scratch));
    }

    /**
     * The values of all parameters one behind the other in one buffer, or in a part of their network's. If they do not lie so
     * yet, they are moved there; views that were taken before then show the old memory.
     *
     * @return the buffer, {@code [count()]}; writing into it writes the parameters (call {@link #changed()} afterwards)
     */
    public Tensor flat() {
        Tensor flat = gather();
        byName.values().forEach(Parameter::value);
        return flat;
    }

    /**
     * Moves all values to one buffer, as {@link #flat()} does, without drawing first values that nobody has asked for yet.
     *
     * @return the buffer
     */
    public synchronized Tensor gather() {
        if (byName.isEmpty()) {
            return Tensor.zeros(Shape.of(0));
        }
        Shape shape = Shape.of(Math.toIntExact(count()));
        Parameter first = byName.values().iterator().next();
        Optional<Tensor> home = first.home().filter(it -> liesIn(it, first.offset()));
        if (home.isPresent()) {
            return home.get().slice(first.offset(), shape);
        }
        Tensor flat = Tensor.zeros(shape);
        int offset = 0;
        for (Parameter parameter : byName.values()) {
            parameter.moveTo(flat, offset);
            offset += parameter.shape().elements();
        }
        return flat;
    }

    /** Whether they lie one behind the other, from some place of a buffer on: that of a network which they may be a part of. */
    private boolean liesIn(Tensor home, int start) {
        int offset = start;
        for (Parameter parameter : byName.values()) {
            if (!parameter.liesIn(home, offset)) {
                return false;
            }
            offset += parameter.shape().elements();
        }
        return true;
    }
}
