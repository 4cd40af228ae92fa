/**
 * Python pickles read as data. Nothing that a pickle names is looked up, built or called: what would be an object in Python is
 * a record of its class's name and arguments here, and only for names that the reader allows.
 */
package io.github.mambaout.weights.pickle;
