package dev.millrace.api.documentation;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;

/**
 * Says of every operation which role it needs, as the resource's own annotation has it: what the document says is what is
 * enforced. An operation that says nothing is left without a role, which a test refuses.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class RolesInDocument implements OASFilter {
    /** The field of an operation that names its role. */
    static final String ROLE = "x-millrace-role";
    /** What stands there when no role is needed. */
    static final String NOBODY = "none";

    private static final String KEY = "api_key";
    private static final String SESSION = "session";
    private static final String PROBLEM = "#/components/responses/Problem";

    private final IndexView index;

    public RolesInDocument(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        describeSchemes(api);
        Map<String, String> roles = roles();
        api.getPaths().getPathItems().values().forEach(item -> item.getOperations()
                .values()
                .forEach(operation -> describe(operation, roles.get(operation.getOperationId()))));
    }

    private Map<String, String> roles() {
        Map<String, String> roles = new HashMap<>();
        for (AnnotationInstance operation :
                index.getAnnotations(org.eclipse.microprofile.openapi.annotations.Operation.class)) {
            if (operation.target().kind() != AnnotationTarget.Kind.METHOD || operation.value("operationId") == null) {
                continue;
            }
            MethodInfo method = operation.target().asMethod();
            AnnotationInstance allowed = method.annotation(RolesAllowed.class);
            String role = allowed != null && allowed.value().asStringArray().length == 1
                    ? allowed.value().asStringArray()[0]
                    : method.hasAnnotation(PermitAll.class) ? NOBODY : null;
            if (role != null) {
                roles.put(operation.value("operationId").asString(), role);
            }
        }
        return roles;
    }

    private static void describeSchemes(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents()
                .addSecurityScheme(
                        KEY,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("mr_<prefix>_<secret>")
                                .description("An API key"))
                .addSecurityScheme(
                        SESSION,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("__Host-millrace")
                                .description(
                                        "The session of a user who has signed in; everything but GET also needs the"
                                                + " header X-CSRF-Token"));
    }

    private static void describe(Operation operation, String role) {
        if (role == null) {
            return;
        }
        operation.addExtension(ROLE, role);
        String says = role.equals(NOBODY) ? "Needs no role." : "Needs the role " + role + ".";
        String before = operation.getDescription();
        operation.setDescription(before == null || before.isBlank() ? says : before + "\n\n" + says);
        if (role.equals(NOBODY)) {
            operation.setSecurity(List.of());
            return;
        }
        operation.setSecurity(List.of(
                OASFactory.createSecurityRequirement().addScheme(KEY),
                OASFactory.createSecurityRequirement().addScheme(SESSION)));
        add(operation.getResponses(), "401");
        add(operation.getResponses(), "403");
    }

    private static void add(APIResponses responses, String status) {
        if (responses != null && !responses.hasAPIResponse(status)) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(PROBLEM));
        }
    }
}
