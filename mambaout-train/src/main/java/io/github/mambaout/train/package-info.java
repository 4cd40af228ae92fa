/**
 * Training: {@link io.github.mambaout.train.Trainer} is the way in; the packages below hold its collaborators, in the order
 * in which a picture meets them.
 */
package io.github.mambaout.train;
