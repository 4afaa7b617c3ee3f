/** Which job types and queues there are, kept in memory so that no submit asks PostgreSQL for them. */
package dev.millrace.api.directory;
