package dev.millrace.cli.jobs;

import dev.millrace.cli.connection.ApiCommand;
import dev.millrace.cli.connection.Session;
import dev.millrace.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace jobs list}. */
@Command(name = "list", description = "Lists jobs, the newest first unless --sort says otherwise.")
public final class ListCommand extends ApiCommand {
    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "scheduled, pending, running, retrying, completed, dead, canceled or discarded.")
    private List<String> statuses = new ArrayList<>();

    @Mixin
    private JobFilter filter;

    @Option(
            names = "--sort",
            paramLabel = "[-]FIELD",
            description =
                    "created_at, run_at, started_at, finished_at, priority, status, job_type or attempts; with - the"
                            + " last first.")
    private String sort;

    @Mixin
    private Pages pages;

    @Override
    protected void check() {
        pages.check();
    }

    @Override
    protected int run(Session session) {
        Map<String, String> query = filter.query(session.surroundings().clock());
        if (!statuses.isEmpty()) {
            query.put("status", String.join(",", statuses));
        }
        if (sort != null) {
            query.put("sort", sort);
        }
        pages.show(
                session,
                "/jobs",
                query,
                jobs -> JobTable.of(jobs, session.output().times()));
        return ExitCode.DONE;
    }
}
