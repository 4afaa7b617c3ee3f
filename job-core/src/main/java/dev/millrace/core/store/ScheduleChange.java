package dev.millrace.core.store;

/** What became of a change of a schedule. */
public sealed interface ScheduleChange {
    /** It took effect. */
    record Changed(Schedule schedule) implements ScheduleChange {}

    /** Somebody else changed or deleted it since it was read; nothing was written. */
    record MovedOn() implements ScheduleChange {}

    /** Another schedule has the name; nothing was written. */
    record NameTaken() implements ScheduleChange {}
}
