package dev.millrace.cli.jobs;

import dev.millrace.cli.connection.GroupCommand;
import picocli.CommandLine.Command;

/** {@code millrace jobs}. */
@Command(
        name = "jobs",
        description = "Lists, shows, watches and steers jobs.",
        subcommands = {
            ListCommand.class,
            GetCommand.class,
            WatchCommand.class,
            LogsCommand.class,
            CancelCommand.class,
            RetryCommand.class,
            ReplayCommand.class
        })
public final class JobsCommand extends GroupCommand {}
