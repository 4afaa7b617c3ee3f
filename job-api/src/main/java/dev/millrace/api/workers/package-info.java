/** The workers and how they are. */
package dev.millrace.api.workers;
