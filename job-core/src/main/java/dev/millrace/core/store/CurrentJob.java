package dev.millrace.core.store;

import java.time.Instant;
import java.util.UUID;

/** A job that a worker runs. */
public record CurrentJob(UUID id, String jobType, int attempt, Instant startedAt) {}
