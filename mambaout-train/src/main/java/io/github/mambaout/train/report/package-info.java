/** What a run leaves to read: figures as CSV, and one page of HTML that needs nothing beside it. */
package io.github.mambaout.train.report;
