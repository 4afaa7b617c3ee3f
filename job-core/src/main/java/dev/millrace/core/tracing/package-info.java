/** The road of a job as one OpenTelemetry trace, over PostgreSQL and the broker. docs/tracing.md tells what is in it. */
package dev.millrace.core.tracing;
