package dev.millrace.cli.schedules;

import dev.millrace.cli.connection.GroupCommand;
import picocli.CommandLine.Command;

/** {@code millrace schedules}. */
@Command(
        name = "schedules",
        description = "Lists, makes, changes and runs schedules.",
        subcommands = {
            ListCommand.class,
            GetCommand.class,
            CreateCommand.class,
            ChangeCommand.class,
            DeleteCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            RunCommand.class,
            PreviewCommand.class
        })
public final class SchedulesCommand extends GroupCommand {}
