package dev.millrace.chaos.verdict;

import java.time.Instant;
import java.util.UUID;

/** A tick of a schedule that has fired, as the database has it. */
record StoredFire(UUID schedule, Instant at, UUID job) {}
