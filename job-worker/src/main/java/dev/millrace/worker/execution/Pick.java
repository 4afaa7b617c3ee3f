package dev.millrace.worker.execution;

import java.util.UUID;

/** A job id taken from a ticket, on its way to be claimed. */
record Pick(HeldTicket ticket, UUID jobId) {}
