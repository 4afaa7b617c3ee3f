package dev.millrace.cli.outcome;

import dev.millrace.cli.output.Plain;
import dev.millrace.client.CallInterrupted;
import dev.millrace.client.MillraceException;
import dev.millrace.client.MillraceUnavailable;
import dev.millrace.client.Problem;
import dev.millrace.client.RequestRefused;
import dev.millrace.client.TooManyWaiting;
import java.io.PrintStream;

/** Says on standard error why a command failed, and which exit code tells it to scripts. */
public final class FailureReport {
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private FailureReport() {}

    /** Reports {@code failure}; returns one of {@link ExitCode}. */
    public static int print(PrintStream err, Throwable failure) {
        return switch (failure) {
            case CommandFailed failed -> {
                say(err, failed.getMessage());
                yield failed.exitCode();
            }
            case MillraceException millrace -> {
                say(err, text(millrace));
                yield exitCode(millrace);
            }
            default -> {
                say(err, "this is a bug of the command line; please report it with what follows");
                failure.printStackTrace(err);
                yield ExitCode.BUG;
            }
        };
    }

    /** What a failure is to scripts. */
    public static int exitCode(MillraceException failure) {
        return switch (failure) {
            case RequestRefused refused -> exitCode(refused.problem().status());
            case MillraceUnavailable unavailable -> ExitCode.OUT_OF_REACH;
            case TooManyWaiting crowded -> ExitCode.OUT_OF_REACH;
            case CallInterrupted interrupted -> ExitCode.OUT_OF_REACH;
        };
    }

    /** What a failure is to people, one or more lines. */
    public static String text(MillraceException failure) {
        return switch (failure) {
            case RequestRefused refused -> text(refused.problem());
            case MillraceUnavailable unavailable ->
                "the server is out of reach: " + unavailable.getMessage()
                        + "\n  Is --url or MILLRACE_URL right, and does the API run? What was asked may have been done.";
            case TooManyWaiting crowded -> crowded.getMessage();
            case CallInterrupted interrupted -> interrupted.getMessage();
        };
    }

    private static int exitCode(int status) {
        return switch (status) {
            case UNAUTHENTICATED, FORBIDDEN -> ExitCode.NOT_ALLOWED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            default -> ExitCode.REFUSED;
        };
    }

    private static String text(Problem problem) {
        StringBuilder text = new StringBuilder(
                problem.detail() == null || problem.errors().size() > 1 ? problem.title() : problem.detail());
        if (problem.errors().size() > 1) {
            problem.errors().forEach(error -> text.append("\n  ")
                    .append(error.pointer())
                    .append(": ")
                    .append(error.detail()));
        }
        if (problem.heldBy() != null
                && !text.toString().contains(problem.heldBy().toString())) {
            text.append("\n  The key is held by job ").append(problem.heldBy());
        }
        if (problem.status() == UNAUTHENTICATED) {
            text.append("\n  Set MILLRACE_API_KEY to a key of this server, or name its file by --api-key-file.");
        }
        return text.append("\n  (")
                .append(problem.status())
                .append(problem.code().isEmpty() ? "" : " " + problem.code())
                .append(problem.traceId() == null ? "" : ", trace " + problem.traceId())
                .append(')')
                .toString();
    }

    private static void say(PrintStream err, String message) {
        err.println("millrace: " + Plain.lines(message));
        err.flush();
    }
}
