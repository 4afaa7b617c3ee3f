package dev.millrace.api.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.millrace.api.json.Pointers;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Violations;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The compiled JSON Schema 2020-12 of a job type's payload. Formats are asserted; references lead nowhere outside the
 * schema, so that no schema makes this service call another.
 */
public final class PayloadSchema {
    private static final Logger LOG = Logger.getLogger(PayloadSchema.class);
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders -> loaders.values(all -> {
                all.clear();
                all.add(DisallowSchemaLoader.getInstance());
            })));
    private static final SchemaValidatorsConfig CONFIGURATION = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true)
            .losslessNarrowing(true)
            .regularExpressionFactory(SchemaPattern::compile)
            .build();
    private static final Set<String> ABOUT_A_MEMBER =
            Set.of("required", "additionalProperties", "unevaluatedProperties", "dependentRequired");

    private final String text;
    private final JsonSchema compiled;

    private PayloadSchema(String text, JsonSchema compiled) {
        this.text = text;
        this.compiled = compiled;
    }

    /** Compiles a schema; one that cannot be compiled refuses every payload. */
    static PayloadSchema compile(String jobType, String text) {
        try {
            JsonSchema compiled = FACTORY.getSchema(RequestJson.trusted(text), CONFIGURATION);
            compiled.initializeValidators();
            return new PayloadSchema(text, compiled);
        } catch (RuntimeException unusable) {
            LOG.errorf("payload schema cannot be used: job_type=%s reason=%s", jobType, unusable.getMessage());
            return new PayloadSchema(text, null);
        }
    }

    boolean isCompiledFrom(String schema) {
        return text.equals(schema);
    }

    /** Notes every way in which {@code payload}, which stands at {@code pointer}, breaks the schema. */
    public void validate(JsonNode payload, String pointer, Violations violations) {
        if (compiled == null) {
            violations.add(
                    pointer, "cannot be checked: the job type's schema is not usable; its worker must be corrected");
            return;
        }
        for (ValidationMessage broken : compiled.validate(payload)) {
            String place = pointer + broken.getInstanceLocation();
            String member = broken.getProperty();
            if (member == null || !ABOUT_A_MEMBER.contains(broken.getType())) {
                violations.add(place, broken.getError());
            } else if (broken.getType().equals("required")) {
                violations.add(Pointers.child(place, member), "is required but missing");
            } else {
                violations.add(Pointers.child(place, member), broken.getError());
            }
        }
    }
}
