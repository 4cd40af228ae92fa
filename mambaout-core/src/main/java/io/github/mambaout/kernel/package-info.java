/**
 * Arithmetic on heap tiles: one interface, {@link io.github.mambaout.kernel.Kernels}, three providers, one look-up; and
 * the threads that the work is split over. Work is split into tasks that depend on shapes alone and every sum has a
 * fixed order, so the same input gives the same bits on any number of threads.
 */
package io.github.mambaout.kernel;
