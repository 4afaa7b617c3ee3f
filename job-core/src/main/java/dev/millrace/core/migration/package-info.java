/** The schema's changes: who applies them, and whether a service can work with what is there. */
package dev.millrace.core.migration;
