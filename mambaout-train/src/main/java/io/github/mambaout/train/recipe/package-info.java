/** Settings of training that have proved themselves, by name. */
package io.github.mambaout.train.recipe;
