package io.github.mambaout.bench.ablation.report;

/**
 * A part of a study's report that only some studies have.
 *
 * @param title what it is about
 * @param html its content on the page
 * @param name its name in the JSON file
 * @param data its content there: maps, lists, texts, numbers and records of these
 */
public record StudySection(String title, String html, String name, Object data) {}
