package dev.millrace.api.events;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.logs.JobLogFeed;
import dev.millrace.api.logs.LogLineId;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Role;
import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.StreamKind;
import dev.millrace.api.streams.Streams;
import dev.millrace.core.joblog.LogPosition;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One job, live. */
@Path("/api/v1/jobs/{id}/events")
@Tag(name = "Live")
public class JobEventsResource {
    private final JobReader reader;
    private final JobFeed jobs;
    private final JobLogFeed logs;
    private final Streams streams;

    public JobEventsResource(JobReader reader, JobFeed jobs, JobLogFeed logs, Streams streams) {
        this.reader = reader;
        this.jobs = jobs;
        this.logs = logs;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "watchJob",
            summary = "Watch one job (SSE)",
            description =
                    "Events: job (the whole Job, at the beginning and at each change but heartbeats), log (a LogLine, with"
                            + " logs=true), skipped ({\"lines\": n}, when the client reads too slowly), unavailable (PostgreSQL is"
                            + " away; the stream goes on by itself), end ({\"reason\": \"final\"} when the job will not change any"
                            + " more; a dead job may). A comment comes every 15 s when nothing else does.")
    @Parameter(
            name = "logs",
            in = ParameterIn.QUERY,
            description = "Whether to show the log's lines, too, those of the past first; default false",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "With logs=true: the id of a line; only those that follow are shown")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            examples =
                                    @ExampleObject(
                                            name = "a job that completes",
                                            value =
                                                    "event: job\ndata: {\"id\":\"0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01\","
                                                            + "\"status\":\"completed\"}\n\nevent: end\ndata: {\"reason\":\"final\"}\n\n")))
    @APIResponse(responseCode = "400", ref = "Problem")
    @APIResponse(responseCode = "422", ref = "Problem")
    public Uni<Response> watch(@PathParam("id") String id, @Context UriInfo uri) {
        Optional<UUID> jobId = JobIdText.parse(id);
        if (jobId.isEmpty()) {
            return Uni.createFrom().item(Problem.noJob(id).toResponse());
        }
        return Query.read(jobId.get(), uri.getQueryParameters())
                .fold(
                        query -> reader.find(jobId.get())
                                .map(found -> found.isPresent()
                                        ? streams.answer(StreamKind.JOB, stream -> begin(stream, jobId.get(), query))
                                        : Problem.noJob(id).toResponse()),
                        problem -> Uni.createFrom().item(problem.toResponse()));
    }

    private void begin(EventStream stream, UUID jobId, Query query) {
        if (query.logs) {
            JobLogFeed.Follower follower = logs.showTo(stream, jobId, query.after);
            jobs.showTo(stream, jobId, follower::endWhenQuiet);
        } else {
            jobs.showTo(stream, jobId, stream::end);
        }
    }

    private record Query(boolean logs, LogPosition after) {
        static Checked<Query> read(UUID jobId, MultivaluedMap<String, String> parameters) {
            Violations violations = new Violations();
            QueryFields fields = new QueryFields(parameters, violations);
            String logs = fields.text("logs");
            if (logs != null && !logs.equals("true") && !logs.equals("false")) {
                violations.add("logs", "must be true or false");
            }
            String after = fields.text("after");
            fields.refuseUnknown();
            if (!violations.isEmpty()) {
                return Checked.refused(violations.toProblem());
            }
            Optional<LogPosition> position =
                    after == null ? Optional.of(LogPosition.BEGINNING) : LogLineId.read(jobId, after);
            return position.<Checked<Query>>map(known -> Checked.sound(new Query("true".equals(logs), known)))
                    .orElseGet(() -> Checked.refused(
                            Problem.of(ProblemType.CURSOR_REFUSED, "after names no line of this job's log")));
        }
    }
}
