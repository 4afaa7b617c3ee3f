package dev.millrace.cli.deadletters;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.jobs.JobFilter;
import dev.millrace.cli.jobs.JobTable;
import dev.millrace.cli.jobs.Pages;
import dev.millrace.cli.outcome.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace dead list}. */
@Command(name = "list", description = "Lists dead letters, the latest to die first.")
public final class ListCommand extends ApiCommand {
    @Mixin
    private JobFilter filter;

    @Mixin
    private Pages pages;

    @Override
    protected void check() {
        pages.check();
    }

    @Override
    protected int run(Session session) {
        pages.show(
                session,
                "/dead-letters",
                filter.query(session.surroundings().clock()),
                jobs -> JobTable.of(jobs, session.output().times()));
        return ExitCode.DONE;
    }
}
