/** How things stand, live: one job, or all that a dashboard shows. */
package dev.millrace.api.events;
