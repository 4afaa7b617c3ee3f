package dev.millrace.cli.queues;

import dev.millrace.cli.connection.GroupCommand;
import picocli.CommandLine.Command;

/** {@code millrace queues}. */
@Command(
        name = "queues",
        description = "Lists, makes, pauses and resumes queues.",
        subcommands = {ListCommand.class, CreateCommand.class, PauseCommand.class, ResumeCommand.class})
public final class QueuesCommand extends GroupCommand {}
