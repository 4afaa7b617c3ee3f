package dev.millrace.api.logs;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.paging.Page;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Role;
import dev.millrace.core.joblog.JobLogs;
import dev.millrace.core.joblog.LogPosition;
import dev.millrace.core.joblog.LogReader;
import dev.millrace.core.joblog.StoredLine;
import dev.millrace.core.store.JobReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was said about one job. */
@Path("/api/v1/jobs/{id}/logs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobLogsResource {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;

    private final JobLogs logs;
    private final JobReader reader;

    public JobLogsResource(JobLogs logs, JobReader reader) {
        this.logs = logs;
        this.reader = reader;
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listJobLogs",
            summary = "Read the log of a job, oldest line first",
            description =
                    "What the handlers of all its attempts have said. To go on later, pass the id of the last line as"
                            + " after, also at the end of the log.")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "The id of a line, or next_cursor of the page before: only what follows is shown")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "1 to 200, default 50",
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "200", defaultValue = "50"))
    @APIResponse(
            responseCode = "200",
            description = "A page of lines",
            content = @Content(schema = @Schema(ref = "LogLinePage")))
    @APIResponse(responseCode = "400", ref = "Problem")
    @APIResponse(responseCode = "422", ref = "Problem")
    public Uni<Response> list(@PathParam("id") String id, @Context UriInfo uri) {
        Optional<UUID> jobId = JobIdText.parse(id);
        if (jobId.isEmpty()) {
            return Uni.createFrom().item(Problem.noJob(id).toResponse());
        }
        return Query.read(jobId.get(), uri.getQueryParameters())
                .fold(query -> page(jobId.get(), query), problem -> Uni.createFrom()
                        .item(problem.toResponse()));
    }

    private Uni<Response> page(UUID jobId, Query query) {
        return logs.page(new LogReader(jobId, query.after), query.limit + 1)
                .chain(lines -> lines.isEmpty()
                        ? reader.find(jobId)
                                .map(job -> job.isPresent()
                                        ? answer(lines, query)
                                        : Problem.noJob(jobId.toString()).toResponse())
                        : Uni.createFrom().item(answer(lines, query)));
    }

    private static Response answer(List<StoredLine> lines, Query query) {
        boolean more = lines.size() > query.limit;
        List<LogLineView> shown =
                lines.stream().limit(query.limit).map(LogLineView::of).toList();
        return Response.ok(new Page<>(shown, more ? shown.getLast().id() : null))
                .build();
    }

    private record Query(LogPosition after, int limit) {
        static Checked<Query> read(UUID jobId, MultivaluedMap<String, String> parameters) {
            Violations violations = new Violations();
            QueryFields fields = new QueryFields(parameters, violations);
            int limit = fields.integer("limit", 1, LARGEST_PAGE, USUAL_PAGE);
            String after = fields.text("after");
            fields.refuseUnknown();
            if (!violations.isEmpty()) {
                return Checked.refused(violations.toProblem());
            }
            Optional<LogPosition> position =
                    after == null ? Optional.of(LogPosition.BEGINNING) : LogLineId.read(jobId, after);
            return position.<Checked<Query>>map(known -> Checked.sound(new Query(known, limit)))
                    .orElseGet(() -> Checked.refused(Problem.of(
                            ProblemType.CURSOR_REFUSED,
                            "after names no line of this job's log; leave it out to begin at the first")));
        }
    }
}
