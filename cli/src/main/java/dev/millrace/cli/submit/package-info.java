/** Submitting jobs, one or many. */
package dev.millrace.cli.submit;
