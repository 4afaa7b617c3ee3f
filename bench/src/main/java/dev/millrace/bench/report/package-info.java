/** What came of it: figures, the table, the file. */
package dev.millrace.bench.report;
