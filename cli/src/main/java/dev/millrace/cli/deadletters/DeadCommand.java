package dev.millrace.cli.deadletters;

import dev.millrace.cli.connection.GroupCommand;
import picocli.CommandLine.Command;

/** {@code millrace dead}. */
@Command(
        name = "dead",
        description = "Dead letters: jobs whose retries are used up.",
        subcommands = {GroupsCommand.class, ListCommand.class, RetryCommand.class, DiscardCommand.class})
public final class DeadCommand extends GroupCommand {}
