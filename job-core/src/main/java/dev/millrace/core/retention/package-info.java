/** What is forgotten once it is old, so that a system left alone stays the same size. */
package dev.millrace.core.retention;
