/** What is done to training pictures so that no two epochs look alike. */
package io.github.mambaout.train.augment;
