package dev.millrace.api.security;

import dev.millrace.api.problem.Problem;
import dev.millrace.api.problem.ProblemType;
import dev.millrace.api.security.users.PasswordsBusy;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells those who are not let in what they lack. */
@Singleton
public class AccessProblems {
    private final Callers callers;

    public AccessProblems(Callers callers) {
        this.callers = callers;
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException ignored) {
        return unauthenticated().toResponse();
    }

    @ServerExceptionMapper
    Response authenticationFailed(AuthenticationFailedException ignored) {
        return unauthenticated().toResponse();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException ignored, ResourceInfo resource) {
        String has = callers.present().role().wireName();
        String needs = needs(resource.getResourceMethod());
        return Problem.of(ProblemType.FORBIDDEN, "this needs the role " + needs + "; yours is " + has)
                .toResponse();
    }

    @ServerExceptionMapper
    Response busy(PasswordsBusy ignored) {
        return Problem.of(ProblemType.OVERLOADED, "too many passwords are looked at already; try again shortly")
                .toResponse();
    }

    @ServerResponseFilter
    void challenge(ContainerResponseContext response) {
        if (response.getStatus() == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, CallerMechanism.CHALLENGE);
        }
    }

    static Problem unauthenticated() {
        return Problem.of(
                ProblemType.UNAUTHENTICATED, "sign in, or send an API key: Authorization: Bearer mr_<prefix>_<secret>");
    }

    private static String needs(Method method) {
        RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
        return allowed == null ? "of nobody" : String.join(" or ", allowed.value());
    }
}
