/** Schedules: what fires jobs again and again. */
package dev.millrace.cli.schedules;
