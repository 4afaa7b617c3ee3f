/** How what people type is read: durations, times, JSON. */
package dev.millrace.cli.input;
