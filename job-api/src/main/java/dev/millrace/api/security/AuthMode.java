package dev.millrace.api.security;

/** Whether callers must show who they are. */
public enum AuthMode {
    /** Every caller signs in or sends a key. */
    REQUIRED,
    /** Nobody need to: everyone is an admin. For one's own machine only. */
    OPEN
}
