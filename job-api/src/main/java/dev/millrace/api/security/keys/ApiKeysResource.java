package dev.millrace.api.security.keys;

import dev.millrace.api.json.Fields;
import dev.millrace.api.json.UuidText;
import dev.millrace.api.json.WireTime;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.security.AuditDetail;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.PageQuery;
import dev.millrace.api.security.Pepper;
import dev.millrace.api.security.RandomText;
import dev.millrace.api.security.Role;
import dev.millrace.api.security.RoleField;
import dev.millrace.api.security.SmallBody;
import dev.millrace.core.access.ApiKeys;
import dev.millrace.core.access.NewApiKey;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.listing.ListPosition;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** API keys: made, shown, revoked. */
@Path("/api/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys, users, audit")
public class ApiKeysResource {
    private static final int LONGEST_NAME = 200;

    private final ApiKeys keys;
    private final KeyCheck check;
    private final Pepper pepper;
    private final RandomText random;
    private final Callers callers;
    private final JobIds ids;
    private final Clock clock;

    public ApiKeysResource(
            ApiKeys keys, KeyCheck check, Pepper pepper, RandomText random, Callers callers, JobIds ids, Clock clock) {
        this.keys = keys;
        this.check = check;
        this.pepper = pepper;
        this.random = random;
        this.callers = callers;
        this.ids = ids;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "listApiKeys",
            summary = "List API keys, the newest first",
            description = "Secrets are never shown.")
    @Parameter(
            name = "revoked",
            in = ParameterIn.QUERY,
            description = "true to see revoked keys, too",
            schema = @Schema(enumeration = {"true", "false"}))
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before")
    @APIResponse(
            responseCode = "200",
            description = "A page of keys",
            content = @Content(schema = @Schema(ref = "ApiKeyPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return PageQuery.read("api-keys", uri.getQueryParameters(), (fields, violations) -> {
                    String revoked = fields.text("revoked");
                    if (revoked != null && !revoked.equals("true") && !revoked.equals("false")) {
                        violations.add("revoked", "must be true or false");
                    }
                    return "true".equals(revoked);
                })
                .fold(
                        query -> keys.list(query.filter(), query.after(), query.readLimit())
                                .map(read -> Response.ok(query.page(
                                                read,
                                                key -> new ListPosition(key.createdAt(), key.id()),
                                                ApiKeyView::of))
                                        .build()),
                        ApiKeysResource::refused);
    }

    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createApiKey",
            summary = "Make an API key",
            description = "The answer shows the secret, once. Several keys may have one name: to rotate, make the new"
                    + " key, move the client to it, and revoke the old one.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(ref = "NewApiKey"),
                            examples =
                                    @ExampleObject(
                                            name = "submitter",
                                            value =
                                                    "{\"name\": \"billing\", \"role\": \"submitter\", \"expires_at\": \"2027-01-01T00:00:00.000Z\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Made; the secret is shown now and never again",
            content = @Content(schema = @Schema(implementation = CreatedApiKeyView.class)))
    public Uni<Response> create(byte[] body) {
        if (!pepper.isThere()) {
            return refused(
                    Problem.of(
                            ProblemType.NOT_APPLICABLE,
                            "keys need the server's secret: set millrace.auth.pepper, or use the API without a key in open mode"));
        }
        AuditEntry entry = callers.entry("key.create", "", null);
        return SmallBody.read(body, this::asked).fold(asked -> create(asked, entry), ApiKeysResource::refused);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "revokeApiKey",
            summary = "Revoke an API key",
            description = "It is refused at once by the process that answers, and by every other one within"
                    + " millrace.auth.cache (3 seconds by default). Revoking it again changes nothing.")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Uni<Response> revoke(@PathParam("id") String id) {
        AuditEntry entry = callers.entry("key.revoke", id, null);
        return UuidText.parse(id)
                .map(known -> keys.revoke(known, targeting(entry, known))
                        .invoke(check::changed)
                        .map(revoked -> revoked.isPresent()
                                ? Response.noContent().build()
                                : unknown(id).toResponse()))
                .orElseGet(() -> refused(unknown(id)));
    }

    private Uni<Response> create(Asked asked, AuditEntry entry) {
        KeyText text = KeyText.random(random);
        UUID id = ids.next();
        AuditEntry detailed = AuditDetail.of()
                .with("name", asked.name)
                .with("prefix", text.prefix())
                .with("role", asked.role.wireName())
                .with("expires_at", asked.expiresAt == null ? null : WireTime.format(asked.expiresAt))
                .in(targeting(entry, id));
        return keys.create(
                        new NewApiKey(
                                id,
                                text.prefix(),
                                asked.name,
                                asked.role.wireName(),
                                text.hash(pepper),
                                asked.expiresAt),
                        detailed)
                .invoke(check::changed)
                .map(made -> Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .entity(CreatedApiKeyView.of(made, text))
                        .build());
    }

    private Asked asked(Fields fields) {
        String name = fields.requiredText("name");
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            fields.refuse("name", "must have 1 to " + LONGEST_NAME + " characters");
        }
        Role role = RoleField.required(fields);
        Instant expiresAt = fields.time("expires_at");
        if (expiresAt != null
                && (!expiresAt.isAfter(clock.instant())
                        || !expiresAt.isBefore(Instant.parse("9999-01-01T00:00:00Z")))) {
            fields.refuse("expires_at", "must lie in the future");
        }
        return new Asked(name, role, expiresAt);
    }

    private static AuditEntry targeting(AuditEntry entry, UUID id) {
        return new AuditEntry(
                entry.actor(), entry.role(), entry.address(), entry.action(), id.toString(), entry.reason(), null);
    }

    private static Problem unknown(String id) {
        return Problem.of(ProblemType.NOT_FOUND, "no API key has the id " + Shown.briefly(id));
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }

    private record Asked(String name, Role role, Instant expiresAt) {}
}
