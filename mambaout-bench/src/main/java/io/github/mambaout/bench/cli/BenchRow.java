package io.github.mambaout.bench.cli;

import java.util.Map;

/** One line of a table, and one object of {@code rows} in the JSON file, which holds the components of the record. */
interface BenchRow {

    /** @return what is printed under which heading, in order */
    Map<String, String> cells();

    /** @return the same in short, for a table of everything */
    Summary summary();

    /**
     * What was found, for somebody who reads nothing else.
     *
     * @param work what was done
     * @param figure what the value is
     * @param value the value, with its interval or spread
     */
    record Summary(String work, String figure, String value) {}
}
