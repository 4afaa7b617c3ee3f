package dev.millrace.api.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.api.directory.Directory;
import dev.millrace.api.idempotency.Idempotency;
import dev.millrace.api.idempotency.IdempotencyHeader;
import dev.millrace.api.jobs.JobIdText;
import dev.millrace.api.jobs.JobListQuery;
import dev.millrace.api.jobs.JobListResource;
import dev.millrace.api.jobs.JobView;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.paging.Page;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.problem.Violations;
import dev.millrace.api.redaction.Redaction;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.api.submit.SubmissionReader;
import dev.millrace.core.announcement.TicketAnnouncer;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.cron.CronExpression;
import dev.millrace.core.cron.CronParsing;
import dev.millrace.core.listing.JobPages;
import dev.millrace.core.metrics.SubmittedJobs;
import dev.millrace.core.store.AcceptedJob;
import dev.millrace.core.store.Database;
import dev.millrace.core.store.NewSchedule;
import dev.millrace.core.store.ReadyTicket;
import dev.millrace.core.store.Schedule;
import dev.millrace.core.store.ScheduleChange;
import dev.millrace.core.store.Schedules;
import dev.millrace.core.store.StoreFault;
import dev.millrace.core.tracing.Traceparent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where schedules are made, seen, paused and run. */
@Path("/api/v1/scheduled-jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Scheduled jobs")
public class ScheduleResource {
    private static final int MOST_TRIES = 5;
    private static final int LARGEST_REQUEST = 256 << 10;

    private final Directory directory;
    private final ScheduleReader reader;
    private final Schedules schedules;
    private final TicketAnnouncer announcer;
    private final Clock clock;
    private final Callers callers;
    private final JobPages pages;
    private final Idempotency idempotency;
    private final SubmittedJobs submitted;
    private final Redaction redaction;

    public ScheduleResource(
            Directory directory,
            ScheduleReader reader,
            Schedules schedules,
            TicketAnnouncer announcer,
            Clock clock,
            Callers callers,
            JobPages pages,
            Idempotency idempotency,
            SubmittedJobs submitted,
            Redaction redaction) {
        this.directory = directory;
        this.reader = reader;
        this.schedules = schedules;
        this.announcer = announcer;
        this.clock = clock;
        this.callers = callers;
        this.pages = pages;
        this.idempotency = idempotency;
        this.submitted = submitted;
        this.redaction = redaction;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "createScheduledJob",
            summary = "Make a schedule",
            description =
                    "Each time the expression fires, exactly one job is submitted, whatever the number of schedulers.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ScheduledJobSubmission")))
    @APIResponse(responseCode = "409", ref = "Problem")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> create(
            byte[] body,
            @Parameter(
                            description = "Makes a repetition of the request safe: the first answer is given again",
                            example = "nightly-report")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        AuditEntry entry = callers.entry("schedule.create", "", null);
        return read(body, request -> directory
                .looking(named(request, "job_type"), queue(request))
                .map(snapshot -> reader.read(request, snapshot))
                .chain(checked -> checked.fold(
                        schedule -> idempotency
                                .once(
                                        idempotencyKey,
                                        "createScheduledJob",
                                        body,
                                        transaction -> create(
                                                transaction,
                                                schedule,
                                                entry.about(schedule.id().toString(), null)))
                                .onFailure(failure -> StoreFault.of(failure) == StoreFault.REFUSED)
                                .recoverWithItem(ScheduleResource::unstorable),
                        ScheduleResource::refused)));
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "listScheduledJobs", summary = "List schedules by name")
    @Parameter(name = "enabled", in = ParameterIn.QUERY, description = "true or false", example = "true")
    @Parameter(name = "job_type", in = ParameterIn.QUERY, description = "One or more job types, separated by commas")
    @Parameter(name = "queue", in = ParameterIn.QUERY, description = "One or more queues, separated by commas")
    @Parameter(
            name = "name",
            in = ParameterIn.QUERY,
            description = "What the name holds, in upper or lower case",
            example = "report")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50", example = "50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same filters")
    @APIResponse(
            responseCode = "200",
            description = "A page of schedules",
            content = @Content(schema = @Schema(ref = "ScheduledJobPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return ScheduleListQuery.read(uri.getQueryParameters())
                .fold(
                        query -> schedules
                                .list(query.filter(), query.after(), query.limit() + 1)
                                .map(found -> page(query, found)),
                        ScheduleResource::refused);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(operationId = "getScheduledJob", summary = "Show one schedule")
    @APIResponse(
            responseCode = "200",
            description = "The schedule",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> get(@PathParam("id") String id) {
        return onSchedule(id, schedules::find, ScheduleResource::shown);
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "changeScheduledJob",
            summary = "Change a schedule",
            description = "What is not named stays as it is. When cron_expression, timezone or enabled change, it fires"
                    + " next as if it had been made now; otherwise when it would have anyway. Jobs that it has made stay"
                    + " as they are.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ScheduledJobChange")))
    @APIResponse(
            responseCode = "200",
            description = "The schedule",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    @APIResponse(responseCode = "409", ref = "Problem")
    public Uni<Response> change(@PathParam("id") String id, byte[] body) {
        AuditEntry entry = callers.entry("schedule.change", id, null);
        return read(body, request -> JobIdText.parse(id)
                .map(known -> change(known, request, entry.withDetail(changedFields(request)), MOST_TRIES))
                .orElseGet(() -> Uni.createFrom().item(unknown(id))));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(operationId = "deleteScheduledJob", summary = "Delete a schedule; the jobs it has made stay")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Uni<Response> delete(@PathParam("id") String id) {
        return onSchedule(
                id,
                known -> schedules
                        .delete(known, callers.entry("schedule.delete", id, null))
                        .map(deleted -> deleted ? Optional.of(known) : Optional.empty()),
                ignored -> Response.noContent().build());
    }

    @POST
    @Path("/{id}/pause")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(operationId = "pauseScheduledJob", summary = "Let a schedule fire no more until it is resumed")
    @APIResponse(
            responseCode = "200",
            description = "The schedule",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> pause(@PathParam("id") String id) {
        return onSchedule(
                id,
                known -> schedules.pause(known, callers.entry("schedule.pause", id, null)),
                ScheduleResource::shown);
    }

    @POST
    @Path("/{id}/resume")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "resumeScheduledJob",
            summary = "Let a paused schedule fire again",
            description = "It fires from now on; what it missed while it was paused does not come back.")
    @APIResponse(
            responseCode = "200",
            description = "The schedule",
            content = @Content(schema = @Schema(implementation = ScheduleView.class)))
    public Uni<Response> resume(@PathParam("id") String id) {
        return onSchedule(
                id,
                known -> schedules.resume(known, callers.entry("schedule.resume", id, null)),
                ScheduleResource::shown);
    }

    @POST
    @Path("/{id}/trigger")
    @RolesAllowed(Role.OPERATOR_NAME)
    @Operation(
            operationId = "triggerScheduledJob",
            summary = "Submit a job of a schedule now",
            description = "Paused or not, and whatever of it still runs; when it fires next stays the same.")
    @APIResponse(
            responseCode = "201",
            description = "The job",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    public Uni<Response> trigger(
            @PathParam("id") String id,
            @HeaderParam(Traceparent.HEADER) String traceparent,
            @Parameter(
                            description = "Makes a repetition of the request safe: the first answer is given again",
                            example = "report-again")
                    @HeaderParam(IdempotencyHeader.NAME)
                    String idempotencyKey) {
        AuditEntry entry = callers.entry("schedule.trigger", id, null);
        return JobIdText.parse(id)
                .map(known -> trigger(
                        known,
                        idempotencyKey,
                        Traceparent.parse(traceparent).map(Traceparent::text).orElse(null),
                        entry))
                .orElseGet(() -> Uni.createFrom().item(unknown(id)));
    }

    @GET
    @Path("/{id}/jobs")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listJobsOfScheduledJob",
            summary = "List the jobs that a schedule has made, live and finished, the newest first",
            description = "With the filters and sorts of the list of all jobs, but for schedule_id.")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "One or more statuses, separated by commas",
            example = "dead,retrying")
    @Parameter(
            name = "created_after",
            in = ParameterIn.QUERY,
            description = "Jobs made at or after this time",
            example = "2026-03-29T00:00:00.000Z")
    @Parameter(
            name = "created_before",
            in = ParameterIn.QUERY,
            description = "Jobs made before this time",
            example = "2026-03-30T00:00:00.000Z")
    @Parameter(name = "sort", in = ParameterIn.QUERY, description = "-created_at unless given", example = "-created_at")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50", example = "50")
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before, with the same filters and sort")
    @APIResponse(
            responseCode = "200",
            description = "A page of jobs",
            content = @Content(schema = @Schema(ref = "JobPage")))
    public Uni<Response> jobs(@PathParam("id") String id, @Context UriInfo uri) {
        return JobIdText.parse(id)
                .map(known -> schedules
                        .find(known)
                        .chain(schedule -> schedule.isEmpty()
                                ? Uni.createFrom().item(unknown(id))
                                : JobListResource.answer(
                                        pages, JobListQuery.ofSchedule(known, uri.getQueryParameters(), redaction))))
                .orElseGet(() -> Uni.createFrom().item(unknown(id)));
    }

    @GET
    @Path("/{id}/next-fires")
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "listNextFires",
            summary = "Tell when a schedule fires next",
            description = "As its expression says, whether it is paused or not.")
    @APIResponse(
            responseCode = "200",
            description = "The times",
            content = @Content(schema = @Schema(implementation = FiresView.class)))
    public Uni<Response> nextFires(
            @PathParam("id") String id,
            @QueryParam("count") @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "5")
                    String count) {
        return count(count)
                .fold(
                        known -> onSchedule(id, schedules::find, schedule -> nextFires(schedule, known)),
                        ScheduleResource::refused);
    }

    @POST
    @Path("/preview")
    @RolesAllowed(Role.VIEWER_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "previewSchedule", summary = "Tell when an expression would fire")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "SchedulePreview")))
    @APIResponse(
            responseCode = "200",
            description = "The times",
            content = @Content(schema = @Schema(implementation = FiresView.class)))
    public Uni<Response> preview(byte[] body) {
        return read(body, request -> Uni.createFrom()
                .item(reader.preview(request).fold(fires -> Response.ok(fires).build(), Problem::toResponse)));
    }

    private Uni<Response> change(UUID id, JsonNode request, AuditEntry entry, int tries) {
        return schedules.find(id).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(unknown(id.toString()));
            }
            Schedule seen = found.get();
            List<String> types = request.has("job_type") ? named(request, "job_type") : List.of(seen.jobType());
            return directory
                    .looking(types, named(request, "queue"))
                    .map(snapshot -> reader.change(request, seen, snapshot))
                    .chain(checked -> checked.fold(
                            wanted -> schedules
                                    .change(seen, wanted, entry)
                                    .chain(change -> switch (change) {
                                        case ScheduleChange.Changed changed ->
                                            Uni.createFrom().item(shown(changed.schedule()));
                                        case ScheduleChange.NameTaken taken -> refused(nameTaken(wanted.name()));
                                        case ScheduleChange.MovedOn movedOn ->
                                            tries > 1
                                                    ? change(id, request, entry, tries - 1)
                                                    : refused(Problem.of(
                                                            ProblemType.OVERLOADED,
                                                            "the schedule is being changed by others all the time"));
                                    })
                                    .onFailure(failure -> StoreFault.of(failure) == StoreFault.REFUSED)
                                    .recoverWithItem(ScheduleResource::unstorable),
                            ScheduleResource::refused));
        });
    }

    private static String changedFields(JsonNode request) {
        var names = JsonNodeFactory.instance.arrayNode();
        request.fieldNames().forEachRemaining(name -> names.add(Shown.briefly(name)));
        return JsonNodeFactory.instance.objectNode().set("fields", names).toString();
    }

    private static Response page(ScheduleListQuery query, List<Schedule> found) {
        boolean more = found.size() > query.limit();
        List<Schedule> shown = more ? found.subList(0, query.limit()) : found;
        return Response.ok(new Page<>(
                        shown.stream().map(ScheduleView::of).toList(),
                        more ? query.cursor(shown.getLast().name()) : null))
                .build();
    }

    private static Problem nameTaken(String name) {
        return Problem.of(ProblemType.NAME_TAKEN, "another schedule is named " + Shown.briefly(name));
    }

    private static Uni<Response> create(Database.Transaction transaction, NewSchedule schedule, AuditEntry entry) {
        return Schedules.create(transaction, schedule, entry).map(made -> made.map(ScheduleResource::created)
                .orElseGet(() -> nameTaken(schedule.name()).toResponse()));
    }

    /** The job is announced once the transaction has committed, and only by whoever made it. */
    private Uni<Response> trigger(UUID id, String idempotencyKey, String traceparent, AuditEntry entry) {
        AtomicReference<AcceptedJob> made = new AtomicReference<>();
        return idempotency
                .once(idempotencyKey, "triggerScheduledJob " + id, new byte[0], transaction -> schedules
                        .trigger(transaction, id, traceparent, entry)
                        .map(accepted -> {
                            made.set(accepted.orElse(null));
                            return accepted.map(ScheduleResource::triggered).orElseGet(() -> unknown(id.toString()));
                        }))
                .invoke(ignored -> {
                    if (made.get() != null) {
                        submitted.count(made.get().submitted());
                        announcer.announce(ReadyTicket.announcing(List.of(made.get())));
                    }
                });
    }

    private static Response triggered(AcceptedJob accepted) {
        return Response.status(Response.Status.CREATED)
                .header(
                        HttpHeaders.LOCATION,
                        "/api/v1/jobs/" + accepted.submitted().id())
                .entity(JobView.of(accepted.toJob()))
                .build();
    }

    private Response nextFires(Schedule schedule, int count) {
        return switch (CronExpression.parse(schedule.cronExpression())) {
            case CronParsing.Valid valid ->
                Response.ok(FiresView.of(valid.expression(), ZoneId.of(schedule.timeZone()), clock.instant(), count))
                        .build();
            case CronParsing.Invalid invalid ->
                throw new IllegalStateException("the database holds a bad cron expression: " + invalid.message());
        };
    }

    private static Response created(Schedule schedule) {
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/api/v1/scheduled-jobs/" + schedule.id())
                .entity(ScheduleView.of(schedule))
                .build();
    }

    private static Response shown(Schedule schedule) {
        return Response.ok(ScheduleView.of(schedule)).build();
    }

    private static Response unstorable(Throwable refusal) {
        Violations violations = new Violations();
        violations.add("/payload", "holds a value that the database cannot store");
        return violations.toProblem().toResponse();
    }

    private static <T> Uni<Response> onSchedule(
            String id, Function<UUID, Uni<Optional<T>>> work, Function<T, Response> answer) {
        Uni<Optional<T>> done =
                JobIdText.parse(id).map(work).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        return done.map(found -> found.map(answer).orElseGet(() -> unknown(id)));
    }

    static Response unknown(String id) {
        return Problem.of(ProblemType.NOT_FOUND, "no schedule has the id " + Shown.briefly(id))
                .toResponse();
    }

    private static Uni<Response> read(byte[] body, Function<JsonNode, Uni<Response>> work) {
        return body.length > LARGEST_REQUEST
                ? refused(Problem.of(ProblemType.TOO_LARGE, "a schedule is at most 256 KiB"))
                : RequestJson.read(body).fold(work, ScheduleResource::refused);
    }

    private static Checked<Integer> count(String text) {
        if (text == null) {
            return Checked.sound(ScheduleReader.USUAL_FIRES);
        }
        if (text.matches("[0-9]{1,4}")) {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= ScheduleReader.MOST_FIRES) {
                return Checked.sound(count);
            }
        }
        Violations violations = new Violations();
        violations.add("count", "must be a whole number from 1 to " + ScheduleReader.MOST_FIRES);
        return Checked.refused(violations.toProblem());
    }

    private static List<String> named(JsonNode request, String field) {
        JsonNode name = request.path(field);
        return name.isTextual() ? List.of(name.textValue()) : List.of();
    }

    private static List<String> queue(JsonNode request) {
        return request.path("queue").isTextual() ? named(request, "queue") : List.of(SubmissionReader.DEFAULT_QUEUE);
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }
}
