package dev.millrace.api.directory;

import dev.millrace.core.store.JobTypeCard;

/** A job type that some worker has registered, with its schema ready for use. */
public record KnownJobType(JobTypeCard card, PayloadSchema schema) {}
