/** The logical queues and how full they are. */
package dev.millrace.api.queues;
