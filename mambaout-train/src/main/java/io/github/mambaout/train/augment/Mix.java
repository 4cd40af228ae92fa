package io.github.mambaout.train.augment;

import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * How the pictures of one batch are mixed: picture {@code n} of {@code N} with picture {@code N - 1 - n}. A picture in the middle
 * has no partner and stays as it is.
 */
public sealed interface Mix {
    /** @return the share of a picture's own content, from 0 to 1; the partner's is the rest */
    double share();

    /**
     * Mixes.
     *
     * @param batch inputs {@code [N, H, W, C]}; changed in place
     * @param workers threads that share the work
     */
    void apply(Tensor batch, Workers workers);

    /** Every picture stays as it is. */
    record None() implements Mix {
        @Override
        public double share() {
            return 1;
        }

        @Override
        public void apply(Tensor batch, Workers workers) {
            // Nothing to do.
        }
    }

    /**
     * Mixup: both pictures everywhere, {@code share x + (1 - share) partner}.
     *
     * @param share of a picture's own content, from 0 to 1
     */
    record Blend(double share) implements Mix {
        public Blend {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("The share of a picture must lie between 0 and 1, not be " + share);
            }
        }

        @Override
        public void apply(Tensor batch, Workers workers) {
            Shape shape = shapeOfPictures(batch);
            int row = shape.size(2) * shape.size(3);
            float own = (float) share;
            float other = (float) (1 - share);
            forEachPair(batch, workers, (first, second, scratch) -> {
                float[] a = scratch.floats(0, row);
                float[] b = scratch.floats(1, row);
                for (int start = 0; start < shape.size(1) * row; start += row) {
                    batch.data().get(first + start, a, 0, row);
                    batch.data().get(second + start, b, 0, row);
                    for (int i = 0; i < row; i++) {
                        float mixed = a[i] * own + b[i] * other;
                        b[i] = b[i] * own + a[i] * other;
                        a[i] = mixed;
                    }
                    batch.data().put(first + start, a, 0, row);
                    batch.data().put(second + start, b, 0, row);
                }
            });
        }
    }

    /**
     * Cutmix: a box is the partner's, the rest is the picture's own.
     *
     * @param top first row of the box
     * @param bottom row behind its last
     * @param left first column of the box
     * @param right column behind its last
     * @param share of the picture outside of the box, from 0 to 1
     */
    record Box(int top, int bottom, int left, int right, double share) implements Mix {

        /**
         * A box of the picture's shape, cut off at the picture's borders, and the share that it really leaves (timm's {@code
         * rand_bbox} with {@code correct_lam}).
         *
         * @param row of the box's centre
         * @param column of the box's centre
         * @param wanted share of the picture outside of the whole box, from 0 to 1
         * @param height of the picture
         * @param width of the picture
         * @return the box
         */
        static Box around(int row, int column, double wanted, int height, int width) {
            double side = Math.sqrt(1 - wanted);
            int halfHeight = (int) (height * side) / 2;
            int halfWidth = (int) (width * side) / 2;
            int top = Math.max(0, row - halfHeight);
            int bottom = Math.min(height, row + halfHeight);
            int left = Math.max(0, column - halfWidth);
            int right = Math.min(width, column + halfWidth);
            double area = (double) (bottom - top) * (right - left);
            return new Box(top, bottom, left, right, 1 - area / ((double) height * width));
        }

        @Override
        public void apply(Tensor batch, Workers workers) {
            Shape shape = shapeOfPictures(batch);
            int channels = shape.size(3);
            int length = (right - left) * channels;
            forEachPair(batch, workers, (first, second, scratch) -> {
                float[] a = scratch.floats(0, length);
                float[] b = scratch.floats(1, length);
                for (int y = top; y < bottom; y++) {
                    int start = (y * shape.size(2) + left) * channels;
                    batch.data().get(first + start, a, 0, length);
                    batch.data().get(second + start, b, 0, length);
                    batch.data().put(first + start, b, 0, length);
                    batch.data().put(second + start, a, 0, length);
                }
            });
        }
    }

    private static Shape shapeOfPictures(Tensor batch) {
        if (batch.shape().rank() != 4) {
            throw new ShapeMismatchException("mixing", "pictures [N, H, W, C]", batch.shape());
        }
        return batch.shape();
    }

    private static void forEachPair(Tensor batch, Workers workers, Pair pair) {
        Shape shape = batch.shape();
        int pictures = shape.size(0);
        int length = shape.elements() / Math.max(1, pictures);
        workers.run(pictures / 2, (task, scratch) -> pair.mix(task * length, (pictures - 1 - task) * length, scratch));
    }

    /** What is done with two pictures that begin at these elements of the batch. */
    @FunctionalInterface
    interface Pair {
        /**
         * @param first where one begins
         * @param second where the other begins
         * @param scratch memory of the thread
         */
        void mix(int first, int second, Scratch scratch);
    }
}
