package dev.millrace.api.security.sessions;

import dev.millrace.api.json.Fields;
import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.AuthMode;
import dev.millrace.api.security.AuthSettings;
import dev.millrace.api.security.Authenticated;
import dev.millrace.api.security.Callers;
import dev.millrace.api.security.Role;
import dev.millrace.api.security.SmallBody;
import dev.millrace.api.security.users.Passwords;
import dev.millrace.api.security.users.Username;
import dev.millrace.core.access.Credentials;
import dev.millrace.core.access.Sessions;
import dev.millrace.core.access.TokenHash;
import dev.millrace.core.access.Users;
import dev.millrace.core.audit.AuditEntry;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Signing in and out, and who one is. */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
public class SessionResource {
    private static final int LONGEST_TYPED = 1_000;

    private final SignIn signIn;
    private final SessionCheck check;
    private final Sessions sessions;
    private final Users users;
    private final Passwords passwords;
    private final AuthSettings settings;
    private final Callers callers;
    private final CurrentVertxRequest requests;

    public SessionResource(
            SignIn signIn,
            SessionCheck check,
            Sessions sessions,
            Users users,
            Passwords passwords,
            AuthSettings settings,
            Callers callers,
            CurrentVertxRequest requests) {
        this.signIn = signIn;
        this.check = check;
        this.sessions = sessions;
        this.users = users;
        this.passwords = passwords;
        this.settings = settings;
        this.callers = callers;
        this.requests = requests;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "signIn",
            summary = "Sign in",
            description =
                    "Begins a session, carried by a cookie that scripts cannot read. A session that the client had"
                            + " before ends. Too many failures are answered with 429; it makes no difference whether the user"
                            + " exists.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(ref = "SignIn"),
                            examples =
                                    @ExampleObject(
                                            name = "ada",
                                            value =
                                                    "{\"username\": \"ada\", \"password\": \"correct horse battery\"}")))
    @APIResponse(
            responseCode = "204",
            description = "Signed in",
            headers = @Header(name = "Set-Cookie", description = SessionCookie.NAME))
    @APIResponse(responseCode = "401", ref = "Problem")
    @APIResponse(responseCode = "403", ref = "Problem")
    @APIResponse(responseCode = "409", ref = "Problem")
    @APIResponse(responseCode = "429", ref = "Problem")
    public Uni<Response> signIn(byte[] body) {
        HttpServerRequest request = requests.getCurrent().request();
        if (settings.mode() == AuthMode.OPEN) {
            return refused(Problem.of(
                    ProblemType.NOT_APPLICABLE, "in open mode everyone is an admin already, without signing in"));
        }
        if (Origins.isForeign(request)) {
            return refused(forged("pages of other sites cannot sign anybody in"));
        }
        String address = Callers.address(request);
        Optional<TokenHash> before = Optional.ofNullable(request.getCookie(SessionCookie.NAME))
                .map(Cookie::getValue)
                .flatMap(check::hash);
        return SmallBody.read(body, SessionResource::typed)
                .fold(typed -> signIn(typed, before.orElse(null), address), SessionResource::refused);
    }

    @GET
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "whoAmI",
            summary = "Tell who makes the request",
            description = "Signed in by a session, the answer holds the token that everything but GET must carry in"
                    + " X-CSRF-Token.")
    @APIResponse(
            responseCode = "200",
            description = "Who makes the request",
            content = @Content(schema = @Schema(implementation = SessionView.class)))
    public Response whoAmI() {
        return Response.ok(SessionView.of(callers.authenticated()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @DELETE
    @RolesAllowed(Role.VIEWER_NAME)
    @Operation(
            operationId = "signOut",
            summary = "Sign out",
            description = "Ends the session of the cookie. With an API key, or in open mode, there is nothing to end.")
    @APIResponse(responseCode = "204", description = "Signed out")
    public Uni<Response> signOut() {
        Authenticated present = callers.authenticated();
        if (present.session() == null) {
            return Uni.createFrom().item(Response.noContent().build());
        }
        AuditEntry entry = callers.entry("session.end", userId(present).toString(), null);
        return sessions.end(present.session(), entry).invoke(check::changed).replaceWith(() -> Response.noContent()
                .cookie(SessionCookie.gone())
                .build());
    }

    @POST
    @Path("/password")
    @RolesAllowed(Role.VIEWER_NAME)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changePassword",
            summary = "Change one's own password",
            description = "All other sessions of the user end. The new password must have 12 to 200 characters.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(ref = "PasswordChange"),
                            examples =
                                    @ExampleObject(
                                            name = "ada",
                                            value =
                                                    "{\"present_password\": \"correct horse battery\", \"new_password\": \"staple of the horse\"}")))
    @APIResponse(responseCode = "204", description = "Changed")
    @APIResponse(responseCode = "409", ref = "Problem")
    @APIResponse(responseCode = "429", ref = "Problem")
    public Uni<Response> changePassword(byte[] body) {
        Authenticated present = callers.authenticated();
        if (present.session() == null) {
            return refused(Problem.of(ProblemType.NOT_APPLICABLE, "only a user who has signed in has a password"));
        }
        AuditEntry entry = callers.entry("user.password", userId(present).toString(), null);
        return SmallBody.read(body, SessionResource::change)
                .fold(change -> change(present, change, entry), SessionResource::refused);
    }

    private Uni<Response> signIn(Typed typed, TokenHash before, String address) {
        String token = check.newToken();
        TokenHash hash = check.hash(token).orElseThrow();
        return signIn.signIn(
                        Username.normal(typed.username),
                        typed.password,
                        address,
                        user -> signIn.begin(user, hash, before, address))
                .map(problem -> {
                    if (problem.isPresent()) {
                        return problem.get().toResponse();
                    }
                    check.changed();
                    return Response.noContent()
                            .cookie(SessionCookie.with(token, settings.sessionLongest()))
                            .header(HttpHeaders.CACHE_CONTROL, "no-store")
                            .build();
                });
    }

    private Uni<Response> change(Authenticated present, PasswordChange change, AuditEntry entry) {
        return users.credentials(userId(present))
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.of(changedMeanwhile()))
                        : signIn.prove(
                                found.get(),
                                change.present,
                                present.caller().address(),
                                user -> change(user, change.next, present.session(), entry)))
                .map(problem -> problem.map(Problem::toResponse)
                        .orElseGet(() -> Response.noContent().build()));
    }

    private Uni<Optional<Problem>> change(Credentials user, String next, TokenHash kept, AuditEntry entry) {
        return passwords
                .hash(next)
                .chain(hash -> sessions.changePassword(user, hash, kept, entry))
                .invoke(check::changed)
                .map(changed -> changed ? Optional.empty() : Optional.of(changedMeanwhile()));
    }

    private static Problem changedMeanwhile() {
        return Problem.of(ProblemType.SIGN_IN_REFUSED, "the user or the password has changed meanwhile");
    }

    private static UUID userId(Authenticated present) {
        return UUID.fromString(present.caller().id().substring("user:".length()));
    }

    private static Typed typed(Fields fields) {
        return new Typed(typed(fields, "username"), typed(fields, "password"));
    }

    private static PasswordChange change(Fields fields) {
        String present = typed(fields, "present_password");
        String next = fields.requiredText("new_password");
        if (next != null) {
            Passwords.flaw(next).ifPresent(flaw -> fields.refuse("new_password", flaw));
        }
        return new PasswordChange(present, next);
    }

    private static String typed(Fields fields, String name) {
        String text = fields.requiredText(name);
        if (text != null && text.length() > LONGEST_TYPED) {
            fields.refuse(name, "must have at most " + LONGEST_TYPED + " characters");
        }
        return text;
    }

    private static Problem forged(String detail) {
        return Problem.of(ProblemType.FORGERY_SUSPECTED, detail);
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(problem.toResponse());
    }

    private record Typed(String username, String password) {
        @Override
        public String toString() {
            return "Typed[hidden]";
        }
    }

    private record PasswordChange(String present, String next) {
        @Override
        public String toString() {
            return "PasswordChange[hidden]";
        }
    }
}
