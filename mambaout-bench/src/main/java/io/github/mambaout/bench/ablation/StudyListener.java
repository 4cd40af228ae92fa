package io.github.mambaout.bench.ablation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is told how a study goes: at its start, and after each run. Calls never overlap. */
@FunctionalInterface
public interface StudyListener {
    /** @param progress how far the study is */
    void progressed(StudyProgress progress);

    /** @return writes each progress as a line of the log */
    static StudyListener logging() {
        Logger log = LoggerFactory.getLogger(Study.class);
        return progress -> log.info("{}", progress.describe());
    }
}
