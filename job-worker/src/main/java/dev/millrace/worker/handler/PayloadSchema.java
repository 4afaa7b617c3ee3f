package dev.millrace.worker.handler;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import java.util.Arrays;

/** The JSON Schema (2020-12) of a payload's class, from its components and their Jakarta Validation annotations. */
final class PayloadSchema {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();
    private static final SchemaGenerator GENERATOR = generator();

    private PayloadSchema() {}

    static String of(Class<?> payloadType) {
        return GENERATOR.generateSchema(payloadType).toString();
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.RESPECT_JSONPROPERTY_REQUIRED))
                .with(new JakartaValidationModule(
                        JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED,
                        JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS));
        builder.forFields().withPropertyNameOverrideResolver(field -> SNAKE_CASE.translate(field.getDeclaredName()));
        builder.forFields().withCustomDefinitionProvider(PayloadSchema::oneOrMany);
        return new SchemaGenerator(builder.build());
    }

    /** A list that Jackson also reads from a single value is one or many; null leaves every other field to the generator. */
    private static CustomPropertyDefinition oneOrMany(FieldScope field, SchemaGenerationContext context) {
        JsonFormat format = field.getAnnotationConsideringFieldAndGetter(JsonFormat.class);
        boolean allowed = format != null
                && field.isContainerType()
                && Arrays.asList(format.with()).contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        if (!allowed) {
            return null;
        }
        ObjectNode one = context.createDefinition(field.getContainerItemType());
        ObjectNode many = context.getGeneratorConfig().createObjectNode();
        many.put("type", "array").set("items", one.deepCopy());
        ObjectNode definition = context.getGeneratorConfig().createObjectNode();
        definition.putArray("anyOf").add(one).add(many);
        return new CustomPropertyDefinition(definition, CustomDefinition.AttributeInclusion.YES);
    }
}
