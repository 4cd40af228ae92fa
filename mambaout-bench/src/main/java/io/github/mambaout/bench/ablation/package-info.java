/**
 * Studies that compare twins: runs with several seeds, kept in a folder so that none is repeated, and what follows from them.
 * JUnit's extension is in {@code ablation.junit}; nothing here needs it.
 */
package io.github.mambaout.bench.ablation;
