/** Worker processes. */
package dev.millrace.cli.workers;
