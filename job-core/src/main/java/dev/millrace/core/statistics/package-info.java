/** How much there is, and how much happens: from maintained counts, never by counting jobs. */
package dev.millrace.core.statistics;
