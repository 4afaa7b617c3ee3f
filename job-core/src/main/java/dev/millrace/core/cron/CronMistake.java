package dev.millrace.core.cron;

/** Carries what is wrong with a text from where it is found to {@link CronExpression#parse}; never leaves the package. */
final class CronMistake extends Exception {
    private static final long serialVersionUID = 1L;

    CronMistake(String message) {
        super(message, null, false, false);
    }
}
