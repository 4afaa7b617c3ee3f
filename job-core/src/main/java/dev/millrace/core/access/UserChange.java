package dev.millrace.core.access;

/** What became of a change to a user. */
public sealed interface UserChange {
    /** It is made; the user as it stands or, when deleted, as it stood. */
    record Made(User user) implements UserChange {}

    /** There is no such user. */
    record Unknown() implements UserChange {}

    /** Refused: nobody would be left who may handle users and keys. */
    record LastAdmin() implements UserChange {}
}
