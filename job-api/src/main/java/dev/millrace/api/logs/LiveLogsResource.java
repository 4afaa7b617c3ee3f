package dev.millrace.api.logs;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.security.Role;
import dev.millrace.api.streams.StreamKind;
import dev.millrace.api.streams.Streams;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What all workers say, live. */
@Path("/api/v1/logs")
@Tag(name = "Live")
public class LiveLogsResource {
    private final LogFeed feed;
    private final Streams streams;

    public LiveLogsResource(LogFeed feed, Streams streams) {
        this.feed = feed;
        this.streams = streams;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "watchLogs",
            summary = "Watch the log lines of all workers (SSE)",
            description =
                    "Events: begin (from here on no line is missed), log (a LogLine), skipped ({\"lines\": n}: so many are"
                            + " missing here, because more came than can be shown or than the client read), unavailable (PostgreSQL"
                            + " is away; the stream goes on by itself), end. A comment comes every 15 s when nothing else does.")
    @Parameter(name = "job_type", in = ParameterIn.QUERY, description = "One or more job types, separated by commas")
    @Parameter(name = "queue", in = ParameterIn.QUERY, description = "One or more queues, separated by commas")
    @Parameter(name = "worker_id", in = ParameterIn.QUERY, description = "One or more workers, separated by commas")
    @Parameter(name = "job_id", in = ParameterIn.QUERY, description = "One or more jobs, separated by commas")
    @Parameter(
            name = "level",
            in = ParameterIn.QUERY,
            description = "The least level that is shown",
            schema =
                    @Schema(
                            enumeration = {"debug", "info", "warn", "error"},
                            type = SchemaType.STRING))
    @Parameter(
            name = "contains",
            in = ParameterIn.QUERY,
            description = "Found in the message or the fields, in whatever case; at most 200 characters")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING),
                            examples =
                                    @ExampleObject(
                                            name = "lines",
                                            value =
                                                    "event: begin\ndata: {}\n\nevent: log\nid: AfF3\ndata: {\"id\":\"AfF3\","
                                                            + "\"level\":\"info\",\"message\":\"sent\",\"fields\":{\"recipients\":3}}\n\n"
                                                            + "event: skipped\ndata: {\"lines\":1200}\n\n")))
    @APIResponse(responseCode = "422", ref = "Problem")
    public Uni<Response> watch(@Context UriInfo uri) {
        return Uni.createFrom()
                .item(LogFilter.read(uri.getQueryParameters())
                        .fold(
                                filter -> streams.answer(StreamKind.LOGS, stream -> feed.showTo(stream, filter)),
                                Problem::toResponse));
    }
}
