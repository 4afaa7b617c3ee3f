/** Which server is asked, and in whose name. */
package dev.millrace.cli.connection;
