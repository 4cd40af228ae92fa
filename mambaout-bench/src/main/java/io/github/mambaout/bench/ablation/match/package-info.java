/** Makes twins comparable: finds the widths at which a twin costs what the control does, in parameters, multiply-adds or time. */
package io.github.mambaout.bench.ablation.match;
