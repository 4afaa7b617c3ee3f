package dev.millrace.core.encryption;

/** What is sealed. Its name is a part of what the seal vouches for: a text cannot be moved from one field to another. */
public enum SealedField {
    PAYLOAD,
    RESULT,
    ERROR_MESSAGE,
    ERROR_STACK,
    PROGRESS,
    LOG_MESSAGE,
    LOG_FIELDS,
    SCHEDULE_PAYLOAD,
    ANSWER
}
