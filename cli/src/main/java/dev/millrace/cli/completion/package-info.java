/** Completion for shells. */
package dev.millrace.cli.completion;
