/** Learning rates as functions of the update's number, so that a run can go on at any update. */
package io.github.mambaout.train.schedule;
