/**
 * From pictures to labels: {@link io.github.mambaout.predict.Classifier} loads a saved model and needs nothing else, not even
 * an ND4J backend.
 */
package io.github.mambaout.predict;
