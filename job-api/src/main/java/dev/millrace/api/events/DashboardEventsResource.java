package dev.millrace.api.events;

import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.paging.QueryFields;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.security.Role;
import dev.millrace.api.streams.EventStream;
import dev.millrace.api.streams.StreamKind;
import dev.millrace.api.streams.Streams;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** All that one tab of a dashboard shows, over one stream. */
@Path("/api/v1/events")
@Tag(name = "Live")
public class DashboardEventsResource {
    private static final String JOB = "job:";

    private final DashboardFeed dashboard;
    private final JobFeed jobs;
    private final Streams streams;

    public DashboardEventsResource(DashboardFeed dashboard, JobFeed jobs, Streams streams) {
        this.dashboard = dashboard;
        this.jobs = jobs;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "watchDashboard",
            summary = "Watch what a dashboard shows (SSE)",
            description =
                    "Each event is a full snapshot, sent at the beginning and when it has changed, once a second at most:"
                            + " stats (as GET /stats), queues (as GET /queues), workers (as GET /workers), dead ({\"total\","
                            + " \"items\": the latest 20 dead letters}), jobs ({\"items\": the newest 20 jobs of the last day}),"
                            + " both without payload and result; job (the whole Job, for each job:<id>). Further events: gone"
                            + " ({\"id\"}: a job that is not known), unavailable ({\"topic\"}: it cannot be read for the moment; it"
                            + " is shown again when it can), end. A comment comes every 15 s when nothing else does.")
    @Parameter(
            name = "topics",
            in = ParameterIn.QUERY,
            description = "Of stats, queues, workers, dead, jobs, job:<id>, separated by commas, at most 50; default"
                    + " stats,queues,workers,dead",
            example = "stats,queues,job:0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            examples =
                                    @ExampleObject(
                                            name = "dead letters",
                                            value =
                                                    "retry: 2000\n\nevent: dead\ndata: {\"total\":0,\"items\":[]}\n\n:\n\n")))
    @APIResponse(responseCode = "422", ref = "Problem")
    public Uni<Response> watch(@Context UriInfo uri) {
        return Uni.createFrom()
                .item(Topics.read(uri.getQueryParameters())
                        .fold(
                                topics -> streams.answer(StreamKind.DASHBOARD, stream -> begin(stream, topics)),
                                Problem::toResponse));
    }

    private void begin(EventStream stream, Topics topics) {
        topics.known.forEach(topic -> dashboard.showTo(stream, topic));
        topics.jobs.forEach(id -> jobs.showTo(stream, id, JobGone.tellTo(stream, id)));
    }

    private record Topics(Set<Topic> known, List<UUID> jobs) {
        static Checked<Topics> read(MultivaluedMap<String, String> parameters) {
            Violations violations = new Violations();
            QueryFields fields = new QueryFields(parameters, violations);
            Set<Topic> known = EnumSet.noneOf(Topic.class);
            List<UUID> jobs = new ArrayList<>();
            List<String> named = fields.values(
                    "topics",
                    name -> isTopic(name) ? Optional.of(name) : Optional.empty(),
                    "stats, queues, workers, dead, jobs, job:<id>");
            for (String name : named) {
                Topic.find(name).ifPresent(known::add);
                jobId(name).ifPresent(jobs::add);
            }
            fields.refuseUnknown();
            if (!violations.isEmpty()) {
                return Checked.refused(violations.toProblem());
            }
            if (named.isEmpty()) {
                known.addAll(EnumSet.of(Topic.STATS, Topic.QUEUES, Topic.WORKERS, Topic.DEAD));
            }
            return Checked.sound(new Topics(known, jobs.stream().distinct().toList()));
        }

        private static boolean isTopic(String name) {
            return Topic.find(name).isPresent() || jobId(name).isPresent();
        }

        private static Optional<UUID> jobId(String name) {
            return name.startsWith(JOB) ? JobIdText.parse(name.substring(JOB.length())) : Optional.empty();
        }
    }
}
