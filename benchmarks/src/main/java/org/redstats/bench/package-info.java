/**
 * What {@code ./bench} runs. A benchmark measures one promise of RED_STATS beside what somebody would take instead, all in
 * one run on one machine, so that its ratios mean something wherever it is run.
 *
 * <p>To add one:
 * <ol>
 * <li>Write a class that implements {@link org.redstats.bench.harness.Benchmark} in a package of its own, beside
 * {@code ingest}, and add it to the list in {@link org.redstats.bench.Bench}. That is all that {@code ./bench} needs.
 * <li>What it runs on comes from its {@link org.redstats.bench.harness.Stage}: a broker, a database, the packaged jar of
 * a service as a process with the heap it is deployed with, or a program of this module as a process. Whatever else it
 * starts is handed to {@link org.redstats.bench.harness.Stage#open Stage.open}; everything is stopped at the end, in
 * reverse order, also on Ctrl-C. Files go below {@link org.redstats.bench.harness.Stage#folder Stage.folder}.
 * <li>Contestants that are programs (the literal way of doing it) are Spring Boot applications in a package below the
 * benchmark's, with a {@code main}; {@link org.redstats.bench.harness.Stage#program Stage.program} runs them on this
 * module's class path, so they must say which web server or none they want.
 * <li>Processor time and memory of any process, ours or not, are read by {@link org.redstats.testing.Footprint}.
 * <li>It returns a {@link org.redstats.bench.report.Report}: under which conditions, tables of what was measured, and
 * targets with whether they are met. A contestant that gives a wrong answer is an exception, not a figure.
 * <li>Every loop has an end: a wait goes through {@link org.redstats.bench.harness.Stage#await Stage.await}.
 * <li>Tests see to it that its parts still work when they are needed: on tiny sizes, in seconds, measuring nothing. Those
 * that need a packaged service are integration tests ({@code *IT}).
 * <li>Put what it printed into {@code docs/benchmarks.md}.
 * </ol>
 */
@NullMarked
package org.redstats.bench;

import org.jspecify.annotations.NullMarked;
