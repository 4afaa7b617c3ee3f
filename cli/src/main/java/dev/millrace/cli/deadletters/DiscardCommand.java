package dev.millrace.cli.deadletters;

import picocli.CommandLine.Command;

/** {@code millrace dead discard}. */
@Command(name = "discard", description = "Gives dead letters up for good. Counts them first, and asks.")
public final class DiscardCommand extends BulkCommand {
    @Override
    String action() {
        return "discard";
    }
}
