package dev.millrace.core.store;

import dev.millrace.core.job.AttemptKey;
import dev.millrace.core.job.Progress;

/** How far an attempt has come. */
public record AttemptProgress(AttemptKey key, Progress progress) {}
