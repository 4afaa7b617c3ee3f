/** The benchmark of the whole system; {@link dev.millrace.bench.BenchCommand} is what {@code ./millrace bench} runs. */
package dev.millrace.bench;
