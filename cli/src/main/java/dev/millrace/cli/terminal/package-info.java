/** Where a command is run: its streams, and whether people look at them. */
package dev.millrace.cli.terminal;
