/** What handlers say about their jobs while they run. */
package dev.millrace.core.joblog;
