/** Requests as the beginning of a job's trace. */
package dev.millrace.api.tracing;
