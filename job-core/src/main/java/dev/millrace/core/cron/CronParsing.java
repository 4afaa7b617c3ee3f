package dev.millrace.core.cron;

/** What a text is, read as a cron expression. */
public sealed interface CronParsing {
    /** A cron expression that fires again and again. */
    record Valid(CronExpression expression) implements CronParsing {}

    /**
     * None.
     *
     * @param message says to a person what is wrong with it
     */
    record Invalid(String message) implements CronParsing {}
}
