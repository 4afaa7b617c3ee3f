/** Jobs: found, watched, steered. */
package dev.millrace.cli.jobs;
