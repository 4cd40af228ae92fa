package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One learned tensor of a layer. It takes memory when that is first needed, and moves once, from a buffer of its own into the
 * flat buffer of the network it becomes part of ({@link Parameters#flat()}); ask for {@link #value()} rather than keeping the
 * tensor.
 *
 * <p>Layers keep rearranged copies of their weights for the kernels and remake them when {@link #version()} has changed:
 * after writing into {@link #value()} or an ND4J view of it, call {@link #changed()}.
 */
public final class Parameter {
    private final String name;
    private final Shape shape;
    private final Initializer initializer;
    private final boolean decayed;
    private final AtomicLong version = new AtomicLong();
    private volatile Optional<Place> place = Optional.empty();
    private volatile Randomness first;
    private volatile boolean drawn;
    private final List<Packed<?>> forms = new CopyOnWriteArrayList<>();

    /** Where the values lie: from an index of a buffer on. */
    private record Place(Tensor buffer, int offset, Tensor values) {}

    /**
     * @param name timm's name within its layer, for instance {@code weight}
     * @param shape timm's shape, for instance {@code [out, in]}
     * @param initializer first values
     */
    public Parameter(String name, Shape shape, Initializer initializer) {
        this(name, shape, initializer, shape.rank() > 1);
    }

    /**
     * @param name name within its layer
     * @param shape sizes
     * @param initializer first values
     * @param decayed whether weight decay applies; by default it does for two and more dimensions
     */
    public Parameter(String name, Shape shape, Initializer initializer, boolean decayed) {
        this.name = name;
        this.shape = shape;
        this.initializer = initializer;
        this.decayed = decayed;
        this.first = Randomness.ofSeed(0).at(name);
    }

    /** @return name within its layer */
    public String name() {
        return name;
    }

    /** @return sizes */
    public Shape shape() {
        return shape;
    }

    /** @return whether weight decay applies */
    public boolean decayed() {
        return decayed;
    }

    /** @return the values, in memory that may be written; see {@link #changed()} */
    public Tensor value() {
        if (!drawn) {
            draw();
        }
        return memory();
    }

    private synchronized Tensor memory() {
        if (place.isEmpty()) {
            Tensor own = Tensor.zeros(shape);
            place = Optional.of(new Place(own, 0, own));
        }
        return place.get().values;
    }

    /** First values are drawn when somebody looks: a network that is loaded from a file never needs them. */
    private synchronized void draw() {
        if (!drawn) {
            Tensor value = memory();
            for (int i = 0; i < shape.elements(); i++) {
                value.data().put(i, initializer.value(first, i));
            }
            drawn = true;
        }
    }

    /**
     * Replaces the values.
     *
     * @param source a tensor of the same shape; copied
     */
    public void set(Tensor source) {
        fill(values -> values.copyFrom(source));
    }

    /**
     * Replaces the values in place, without a copy in between.
     *
     * @param writer writes every value of the tensor that it is given
     */
    public synchronized void fill(Consumer<Tensor> writer) {
        writer.accept(memory());
        drawn = true;
        changed();
    }

    /** @return a number that grows with every {@link #changed()} */
    public long version() {
        return version.get();
    }

    /** Says that the values have been written, so that layers rearrange them anew. */
    public void changed() {
        version.incrementAndGet();
    }

    /** Takes note of a rearranged copy of the values. */
    void addForm(Packed<?> form) {
        forms.add(form);
    }

    /** @return rearranged copies of the values */
    List<Packed<?>> forms() {
        return forms;
    }

    /** @param random numbers of this parameter alone, from which its first values are drawn anew */
    synchronized void initialise(Randomness random) {
        first = random;
        drawn = false;
        changed();
    }

    /**
     * @param flat a flat buffer
     * @param offset an index in it
     * @return whether the values lie there
     */
    boolean liesIn(Tensor flat, int offset) {
        return place.filter(at -> at.buffer == flat && at.offset == offset).isPresent();
    }

    /** @return the buffer in which the values lie; empty before they need one */
    Optional<Tensor> home() {
        return place.map(Place::buffer);
    }

    /** @return the index of the first value in that buffer; 0 before there is one */
    int offset() {
        return place.map(Place::offset).orElse(0);
    }

    /**
     * @param flat a flat buffer, where the values live from now on
     * @param offset index of the first value there
     */
    synchronized void moveTo(Tensor flat, int offset) {
        Tensor moved = flat.slice(offset, shape);
        if (drawn) {
            moved.copyFrom(memory());
        }
        place = Optional.of(new Place(flat, offset, moved));
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
