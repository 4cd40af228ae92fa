/** What a study leaves to be read: JSON, CSV and one HTML page. */
package io.github.mambaout.bench.ablation.report;
