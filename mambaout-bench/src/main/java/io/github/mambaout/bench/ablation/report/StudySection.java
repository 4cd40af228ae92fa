package io.github.mambaout.bench.ablation.report;

/**
 * A part of a study's report that only some studies have.
 *
 * @param title what it is about
 * @param html its content on the page
 * @param name its name in the JSON file
 * @param data its content there: maps, lists, texts, numbers and records of these
 * @param place where it stands on the page
 */
public record StudySection(String title, String html, String name, Object data, Place place) {
    /** Where a section stands. */
    public enum Place {
        /** Right below the answer, of which it is a part. */
        BELOW_THE_ANSWER,
        /** Below the comparisons, to which it adds. */
        BELOW_THE_COMPARISONS
    }

    /**
     * Makes a section that stands below the comparisons.
     *
     * @param title what it is about
     * @param html its content on the page
     * @param name its name in the JSON file
     * @param data its content there
     */
    public StudySection(String title, String html, String name, Object data) {
        this(title, html, name, data, Place.BELOW_THE_COMPARISONS);
    }
}
