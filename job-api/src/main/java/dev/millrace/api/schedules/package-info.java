/** Schedules: jobs that are submitted again and again by the clock. */
package dev.millrace.api.schedules;
