/** How a command ends: exit codes, and what is said of a failure. */
package dev.millrace.cli.outcome;
