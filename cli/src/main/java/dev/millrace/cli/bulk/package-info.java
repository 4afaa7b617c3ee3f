/** One action on all jobs that are meant. */
package dev.millrace.cli.bulk;
