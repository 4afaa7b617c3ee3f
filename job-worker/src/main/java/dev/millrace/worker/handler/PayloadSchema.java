package dev.millrace.worker.handler;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinitionProvider;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/**
 * The JSON Schema (2020-12) of a payload's class, from its components and their Jakarta Validation annotations. What a schema
 * cannot say, the worker checks before the handler sees the payload.
 */
final class PayloadSchema {
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();
    /** Only where what the format allows is what {@link PayloadJson} reads: a local time, for instance, has none. */
    private static final Map<Class<?>, String> FORMATS = Map.of(
            Instant.class, "date-time",
            OffsetDateTime.class, "date-time",
            ZonedDateTime.class, "date-time",
            LocalDate.class, "date",
            Duration.class, "duration",
            UUID.class, "uuid");

    private static final CustomPropertyDefinitionProvider<FieldScope> ONE_OR_MANY = PayloadSchema::oneOrMany;
    private static final CustomPropertyDefinitionProvider<FieldScope> TEXTS_BY_NAME = PayloadSchema::textsByName;
    private static final SchemaGenerator GENERATOR = generator();

    private PayloadSchema() {}

    static String of(Class<?> payloadType) {
        return GENERATOR.generateSchema(payloadType).toString();
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.forTypesInGeneral()
                .withStringFormatResolver(scope -> FORMATS.get(scope.getType().getErasedType()));
        builder.forFields().withStringPatternResolver(PayloadSchema::pattern);
        builder.without(Option.STANDARD_FORMATS)
                .with(new JacksonModule(
                        JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY,
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE))
                .with(new JakartaValidationModule(JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED));
        builder.forFields().withPropertyNameOverrideResolver(field -> SNAKE_CASE.translate(field.getDeclaredName()));
        builder.forFields().withCustomDefinitionProvider(ONE_OR_MANY);
        builder.forFields().withCustomDefinitionProvider(TEXTS_BY_NAME);
        return new SchemaGenerator(builder.build());
    }

    /** A schema's pattern is looked for anywhere in a text, an annotation's must match the whole of it. */
    private static String pattern(FieldScope field) {
        Pattern pattern = annotation(field, Pattern.class);
        boolean notBlank = annotation(field, NotBlank.class) != null;
        // Flags have no equal in a schema.
        if (pattern == null || pattern.flags().length > 0) {
            return notBlank ? "\\S" : null;
        }
        return (notBlank ? "^(?=[\\s\\S]*\\S)(?:" : "^(?:") + pattern.regexp() + ")$";
    }

    /** A map from texts to texts, whose annotations the generator does not see; null leaves every other field to it. */
    private static CustomPropertyDefinition textsByName(FieldScope field, SchemaGenerationContext context) {
        if (field.isFakeContainerItemScope()
                || field.getType().getErasedType() != Map.class
                || !(field.getRawMember().getAnnotatedType() instanceof AnnotatedParameterizedType map)
                || !map.getAnnotatedActualTypeArguments()[1].getType().equals(String.class)) {
            return null;
        }
        ObjectNode definition = context.createStandardDefinition(field, TEXTS_BY_NAME);
        ObjectNode values = definition.putObject("additionalProperties").put("type", "string");
        describe(map.getAnnotatedActualTypeArguments()[1], values);
        ObjectNode names = context.getGeneratorConfig().createObjectNode();
        describe(map.getAnnotatedActualTypeArguments()[0], names);
        if (!names.isEmpty()) {
            definition.set("propertyNames", names);
        }
        return new CustomPropertyDefinition(definition, CustomDefinition.AttributeInclusion.NO);
    }

    private static void describe(AnnotatedElement text, ObjectNode definition) {
        Pattern pattern = text.getAnnotation(Pattern.class);
        if (pattern != null && pattern.flags().length == 0) {
            definition.put("pattern", "^(?:" + pattern.regexp() + ")$");
        }
        Size size = text.getAnnotation(Size.class);
        if (size != null && size.min() > 0) {
            definition.put("minLength", size.min());
        }
        if (size != null && size.max() < Integer.MAX_VALUE) {
            definition.put("maxLength", size.max());
        }
    }

    private static <A extends Annotation> A annotation(FieldScope field, Class<A> annotation) {
        return field.isFakeContainerItemScope()
                ? field.getContainerItemAnnotationConsideringFieldAndGetterIfSupported(annotation)
                : field.getAnnotationConsideringFieldAndGetterIfSupported(annotation);
    }

    /** A list that Jackson also reads from a single value is one or many; null leaves every other field to the generator. */
    private static CustomPropertyDefinition oneOrMany(FieldScope field, SchemaGenerationContext context) {
        JsonFormat format = field.getAnnotationConsideringFieldAndGetter(JsonFormat.class);
        boolean allowed = format != null
                && !field.isFakeContainerItemScope()
                && field.isContainerType()
                && Arrays.asList(format.with()).contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        if (!allowed) {
            return null;
        }
        ObjectNode many = context.createStandardDefinition(field, ONE_OR_MANY);
        ObjectNode definition = context.getGeneratorConfig().createObjectNode();
        definition.putArray("anyOf").add(many.get("items").deepCopy()).add(many);
        return new CustomPropertyDefinition(definition, CustomDefinition.AttributeInclusion.NO);
    }
}
