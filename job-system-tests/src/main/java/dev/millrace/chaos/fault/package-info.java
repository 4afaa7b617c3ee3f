/** What goes wrong, when, and how it is undone. */
package dev.millrace.chaos.fault;
