package dev.millrace.core.store;

import dev.millrace.core.job.AttemptKey;

/** An attempt that its worker should stop, and why. */
public record StopNotice(AttemptKey key, StopReason reason) {}
