package dev.millrace.cli.deadletters;

import picocli.CommandLine.Command;

/** {@code millrace dead retry}. */
@Command(
        name = "retry",
        description = "Runs dead letters again, with their budgets renewed. Counts them first, and asks.")
public final class RetryCommand extends BulkCommand {
    @Override
    String action() {
        return "retry";
    }
}
