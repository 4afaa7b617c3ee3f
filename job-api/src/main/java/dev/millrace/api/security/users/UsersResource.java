package dev.millrace.api.security.users;

import dev.millrace.api.json.Fields;
import dev.millrace.api.json.UuidText;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.problem.Shown;
import dev.millrace.api.security.AuditDetail;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.PageQuery;
import dev.millrace.api.security.Role;
import dev.millrace.api.security.RoleField;
import dev.millrace.api.security.SmallBody;
import dev.millrace.api.security.sessions.SessionCheck;
import dev.millrace.core.access.User;
import dev.millrace.core.access.UserChange;
import dev.millrace.core.access.Users;
import dev.millrace.core.audit.AuditEntry;
import dev.millrace.core.job.JobIds;
import dev.millrace.core.listing.ListPosition;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
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

/** People: made, seen, changed, deleted. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys, users, audit")
public class UsersResource {
    private final Users users;
    private final Passwords passwords;
    private final SessionCheck sessions;
    private final Callers callers;
    private final JobIds ids;

    public UsersResource(Users users, Passwords passwords, SessionCheck sessions, Callers callers, JobIds ids) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.callers = callers;
        this.ids = ids;
    }

    @GET
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(operationId = "listUsers", summary = "List users, the newest first")
    @Parameter(name = "limit", in = ParameterIn.QUERY, description = "1 to 200, default 50")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next_cursor of the page before")
    @APIResponse(
            responseCode = "200",
            description = "A page of users",
            content = @Content(schema = @Schema(ref = "UserPage")))
    public Uni<Response> list(@Context UriInfo uri) {
        return PageQuery.read("users", uri.getQueryParameters(), (fields, violations) -> "")
                .fold(
                        query -> users.list(query.after(), query.readLimit()).map(read -> Response.ok(query.page(
                                        read, user -> new ListPosition(user.createdAt(), user.id()), UserView::of))
                                .build()),
                        UsersResource::refused);
    }

    @POST
    @RolesAllowed(Role.ADMIN_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createUser",
            summary = "Make a user",
            description =
                    "The password must have 12 to 200 characters; there is no other rule. The user may change it.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(ref = "NewUser"),
                            examples =
                                    @ExampleObject(
                                            name = "operator",
                                            value =
                                                    "{\"username\": \"ada\", \"password\": \"correct horse battery\", \"role\": \"operator\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Uni<Response> create(byte[] body) {
        AuditEntry entry = callers.entry("user.create", "", null);
        return SmallBody.read(body, UsersResource::newUser).fold(user -> create(user, entry), UsersResource::refused);
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeUser",
            summary = "Change a user's role or password",
            description = "A new password ends all sessions of the user. The last admin stays one (409).")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(ref = "UserChange"),
                            examples = @ExampleObject(name = "role", value = "{\"role\": \"viewer\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The user",
            content = @Content(schema = @Schema(implementation = UserView.class)))
    public Uni<Response> change(@PathParam("id") String id, byte[] body) {
        AuditEntry entry = callers.entry("user.change", id.toLowerCase(Locale.ROOT), null);
        return SmallBody.read(body, UsersResource::change)
                .fold(
                        change -> UuidText.parse(id)
                                .map(known -> change(known, change, entry))
                                .orElseGet(() -> refused(unknown(id))),
                        UsersResource::refused);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ADMIN_NAME)
    @Operation(
            operationId = "deleteUser",
            summary = "Delete a user",
            description = "All sessions of the user end. The last admin stays (409).")
    @APIResponse(responseCode = "204", description = "Deleted")
    public Uni<Response> delete(@PathParam("id") String id) {
        AuditEntry entry = callers.entry("user.delete", id.toLowerCase(Locale.ROOT), null);
        return UuidText.parse(id)
                .map(known -> users.delete(known, user -> gone(user, entry))
                        .invoke(sessions::changed)
                        .map(change -> answer(change, id, Response.noContent().build())))
                .orElseGet(() -> refused(unknown(id)));
    }

    private static AuditEntry gone(User user, AuditEntry entry) {
        return AuditDetail.of()
                .with("username", user.username())
                .with("role", user.role())
                .in(entry);
    }

    private Uni<Response> create(NewUser user, AuditEntry entry) {
        UUID id = ids.next();
        AuditEntry detailed = AuditDetail.of()
                .with("username", user.username)
                .with("role", user.role.wireName())
                .in(new AuditEntry(
                        entry.actor(), entry.role(), entry.address(), entry.action(), id.toString(), null, null));
        return passwords
                .hash(user.password)
                .chain(hash -> users.create(id, user.username, user.role.wireName(), hash, detailed))
                .map(made -> made.map(created -> Response.status(Response.Status.CREATED)
                                .entity(UserView.of(created))
                                .build())
                        .orElseGet(() -> Problem.of(
                                        ProblemType.NAME_TAKEN, "another user is named " + Shown.briefly(user.username))
                                .toResponse()));
    }

    private Uni<Response> change(UUID id, Change change, AuditEntry entry) {
        String role = change.role == null ? null : change.role.wireName();
        AuditEntry detailed = AuditDetail.of()
                .with("role", role)
                .with("password", change.password == null ? null : "changed")
                .in(entry);
        Uni<String> hash = change.password == null ? Uni.createFrom().nullItem() : passwords.hash(change.password);
        return hash.chain(made -> users.change(id, role, made, detailed))
                .invoke(sessions::changed)
                .map(changed -> answer(changed, id.toString(), null));
    }

    private static Response answer(UserChange change, String id, Response made) {
        return switch (change) {
            case UserChange.Made done ->
                made == null ? Response.ok(UserView.of(done.user())).build() : made;
            case UserChange.Unknown ignored -> unknown(id).toResponse();
            case UserChange.LastAdmin ignored ->
                Problem.of(
                                ProblemType.LAST_ADMIN,
                                "this is the last admin: make another one first, or nobody could handle users and keys")
                        .toResponse();
        };
    }

    private static NewUser newUser(Fields fields) {
        String username = fields.requiredText("username");
        if (username != null) {
            Username.flaw(username).ifPresent(flaw -> fields.refuse("username", flaw));
        }
        String password = fields.requiredText("password");
        if (password != null) {
            Passwords.flaw(password).ifPresent(flaw -> fields.refuse("password", flaw));
        }
        Role role = RoleField.required(fields);
        return new NewUser(username == null ? null : Username.normal(username), password, role);
    }

    private static Change change(Fields fields) {
        Role role = RoleField.read(fields);
        String password = fields.text("password");
        if (password != null) {
            Passwords.flaw(password).ifPresent(flaw -> fields.refuse("password", flaw));
        }
        if (!fields.has("role") && !fields.has("password")) {
            fields.refuse("role", "or password must be given");
        }
        return new Change(role, password);
    }

    private static Problem unknown(String id) {
        return Problem.of(ProblemType.NOT_FOUND, "no user has the id " + Shown.briefly(id));
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }

    private record NewUser(String username, String password, Role role) {
        @Override
        public String toString() {
            return "NewUser[username=" + username + "]";
        }
    }

    private record Change(Role role, String password) {
        @Override
        public String toString() {
            return "Change[role=" + role + "]";
        }
    }
}
