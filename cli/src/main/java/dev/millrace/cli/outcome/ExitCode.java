package dev.millrace.cli.outcome;

/** What a command tells the script that has run it. */
public final class ExitCode {
    /** It is done; jobs that were waited for have completed. */
    public static final int DONE = 0;
    /** A job that was waited for ended badly: dead, canceled or discarded; or a bulk operation failed on some. */
    public static final int ENDED_BADLY = 1;
    /** The command line is wrong. Nothing was asked of the server. */
    public static final int USAGE = 2;
    /** There is no such thing. */
    public static final int NOT_FOUND = 3;
    /** The server understood and refuses: the request is invalid, or the state forbids it. */
    public static final int REFUSED = 4;
    /** Nobody is signed in, or the role is too low. */
    public static final int NOT_ALLOWED = 5;
    /** There was no useful answer. What was asked may have been done. */
    public static final int OUT_OF_REACH = 6;
    /** It would have asked first, and nobody said yes. */
    public static final int NOT_CONFIRMED = 7;
    /** A bug of this program. */
    public static final int BUG = 70;
    /** The time given for waiting was over, as {@code timeout(1)} says it. */
    public static final int TIME_OVER = 124;

    private ExitCode() {}
}
