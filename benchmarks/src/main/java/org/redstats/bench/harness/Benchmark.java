package org.redstats.bench.harness;

import java.util.List;

import org.redstats.bench.report.Report;

/** Contestants that do the same work, measured in one run. */
public interface Benchmark {

    /** The word that chooses it on the command line. */
    String name();

    /** What it measures, in one line. */
    String summary();

    /** What can be chosen, with what holds when it is not. */
    List<Option> options();

    /**
     * Measures.
     *
     * @param stage starts what is needed and stops it afterwards
     * @throws Exception when a contestant fails, or gives an answer that differs from another's
     */
    Report run(Arguments arguments, Stage stage) throws Exception;
}
