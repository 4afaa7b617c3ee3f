/** How much there is and how much happens, from maintained counts. */
package dev.millrace.api.stats;
