/** Meters that more than one service shows, and the bound on how many series there are. docs/metrics.md lists all. */
package dev.millrace.core.metrics;
