package dev.millrace.api.documentation;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds to every operation the problems that it can be answered with, so that no resource has to repeat them, and says that
 * parameters of no other type are texts.
 */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class CommonAnswers implements OASFilter {
    private static final String PROBLEM = "#/components/responses/Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getPaths().getPathItems().forEach((path, item) -> operations(item)
                .forEach((method, operation) -> complete(path, method, operation)));
    }

    private static Map<HttpMethod, Operation> operations(PathItem item) {
        return new LinkedHashMap<>(item.getOperations());
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        JobListParameters.addTo(operation);
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .filter(parameter -> parameter.getSchema() == null)
                    .forEach(parameter ->
                            parameter.setSchema(OASFactory.createSchema().addType(SchemaType.STRING)));
        }
        APIResponses responses = operation.getResponses();
        boolean hasBody = operation.getRequestBody() != null;
        boolean isAsked = operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> parameter.getIn() != In.PATH);
        add(responses, "400", hasBody || isAsked || responses.hasAPIResponse("400"));
        add(responses, "404", path.contains("{"));
        add(responses, "406", true);
        add(responses, "409", method != HttpMethod.GET);
        add(responses, "413", hasBody);
        add(responses, "415", hasBody);
        add(responses, "422", hasBody || isAsked);
        add(responses, "429", true);
        add(responses, "500", true);
        add(responses, "503", true);
    }

    /** Whether the answer is not described, or only named, as the framework does for operations with a body. */
    private static boolean isBare(APIResponse answer) {
        return answer == null || answer.getRef() == null && answer.getContent() == null;
    }

    private static void add(APIResponses responses, String status, boolean applies) {
        if (applies && isBare(responses.getAPIResponse(status))) {
            responses.addAPIResponse(status, OASFactory.createAPIResponse().ref(PROBLEM));
        }
    }
}
