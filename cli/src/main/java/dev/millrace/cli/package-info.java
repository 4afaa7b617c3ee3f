/** The command line: one program over the Java client, with a package for each thing that it shows or changes. */
package dev.millrace.cli;
