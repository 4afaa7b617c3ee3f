/** What is measured, A to H. */
package dev.millrace.bench.scenario;
