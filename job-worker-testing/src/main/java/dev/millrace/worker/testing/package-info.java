/** Runs a handler in a test as a worker would, without any server: begin with {@link dev.millrace.worker.testing.Rehearsal}. */
package dev.millrace.worker.testing;
