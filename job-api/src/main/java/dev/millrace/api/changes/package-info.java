/** Jobs changed while they wait. */
package dev.millrace.api.changes;
