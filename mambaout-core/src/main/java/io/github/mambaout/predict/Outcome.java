package io.github.mambaout.predict;

import io.github.mambaout.image.UnreadablePictureException;
import java.nio.file.Path;

/**
 * What came of one picture of a stream: an answer, or why there is none. A broken picture so takes its place in the order
 * and does not end the stream; who wants it to end asks for {@link #orElseThrow()}.
 *
 * @param <R> what the predictor gives for a picture
 */
public sealed interface Outcome<R> permits Outcome.Answer, Outcome.Unreadable {

    /** @return the file that was to be read */
    Path picture();

    /**
     * @return the answer
     * @throws UnreadablePictureException if the picture can't be read
     */
    R orElseThrow();

    /**
     * The picture was read.
     *
     * @param picture its file
     * @param result what the predictor gives for it
     * @param <R> type of the result
     */
    record Answer<R>(Path picture, R result) implements Outcome<R> {
        @Override
        public R orElseThrow() {
            return result;
        }
    }

    /**
     * The picture can't be read.
     *
     * @param picture its file
     * @param reason names the file, what is wrong with it and what to do
     * @param <R> type that the result would have had
     */
    record Unreadable<R>(Path picture, UnreadablePictureException reason) implements Outcome<R> {
        @Override
        public R orElseThrow() {
            throw reason;
        }
    }
}
