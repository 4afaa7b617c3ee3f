/** Queues: how full they are, made, paused, resumed. */
package dev.millrace.cli.queues;
