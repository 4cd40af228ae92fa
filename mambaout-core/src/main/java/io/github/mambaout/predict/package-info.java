/**
 * From pictures to labels ({@link io.github.mambaout.predict.Classifier}), features ({@link
 * io.github.mambaout.predict.Embedder}) and explanations ({@link io.github.mambaout.predict.GradCam}). Each loads a saved model
 * and needs nothing else, not even an ND4J backend; {@code PredictorCore} is what they share.
 */
package io.github.mambaout.predict;
