package dev.millrace.worker.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSchemaTest {
    enum Colour {
        @JsonProperty("red")
        RED,
        @JsonProperty("dark-blue")
        DARK_BLUE
    }

    record Inner(@NotBlank String innerName) {}

    record All(
            @NotNull Integer required,
            @NotBlank String blank,
            @NotBlank @Pattern(regexp = "[a-z]{3}") String word,
            @Pattern(regexp = "[a-z]+") String letters,

            @Pattern(regexp = "[a-z]+", flags = Pattern.Flag.CASE_INSENSITIVE)
            String flagged,

            @Email String mail,
            @Size(min = 2, max = 5) String sized,
            @Size(max = 3) List<@Email String> mails,

            @NotEmpty @Size(max = 4) @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<@NotBlank @Email String> oneOrMany,

            @Min(1) @Max(9) int small,
            @Positive @DecimalMax("2.5") Double share,
            Colour colour,

            @JsonProperty("explicitName") @JsonPropertyDescription("as it is called")
            String named,

            @Size(max = 5)
            Map<@Pattern(regexp = "[a-z]+") String, @NotNull @Pattern(regexp = "[0-9]*") @Size(min = 1, max = 9) String>
                    texts,

            Map<String, Integer> counts,
            Inner inner,
            UUID id,
            Instant moment,
            LocalDate day,
            LocalDateTime local,
            Duration pause,
            boolean flag) {}

    private static final JsonNode SCHEMA = schema();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/type | \"object\"",
                "/properties/blank/minLength | 1",
                "/properties/blank/pattern | \"\\\\S\"",
                "/properties/word/pattern | \"^(?=[\\\\s\\\\S]*\\\\S)(?:[a-z]{3})$\"",
                "/properties/letters/pattern | \"^(?:[a-z]+)$\"",
                "/properties/mail/format | \"email\"",
                "/properties/sized/minLength | 2",
                "/properties/sized/maxLength | 5",
                "/properties/mails/maxItems | 3",
                "/properties/mails/items/format | \"email\"",
                "/properties/one_or_many/anyOf/0/type | \"string\"",
                "/properties/one_or_many/anyOf/0/format | \"email\"",
                "/properties/one_or_many/anyOf/0/minLength | 1",
                "/properties/one_or_many/anyOf/1/type | \"array\"",
                "/properties/one_or_many/anyOf/1/minItems | 1",
                "/properties/one_or_many/anyOf/1/maxItems | 4",
                "/properties/one_or_many/anyOf/1/items/format | \"email\"",
                "/properties/small/minimum | 1",
                "/properties/small/maximum | 9",
                "/properties/share/exclusiveMinimum | 0",
                "/properties/share/maximum | 2.5",
                "/properties/colour/enum | [\"red\",\"dark-blue\"]",
                "/properties/explicitName/description | \"as it is called\"",
                "/properties/texts/type | \"object\"",
                "/properties/texts/additionalProperties/type | \"string\"",
                "/properties/texts/additionalProperties/pattern | \"^(?:[0-9]*)$\"",
                "/properties/texts/additionalProperties/minLength | 1",
                "/properties/texts/additionalProperties/maxLength | 9",
                "/properties/texts/propertyNames/pattern | \"^(?:[a-z]+)$\"",
                "/properties/counts/type | \"object\"",
                "/properties/inner/required | [\"inner_name\"]",
                "/properties/id/format | \"uuid\"",
                "/properties/moment/format | \"date-time\"",
                "/properties/day/format | \"date\"",
                "/properties/pause/format | \"duration\"",
                "/properties/flag/type | \"boolean\"",
            })
    void anAnnotationBecomesWhatTheSchemaAsks(String pointer, String expected) {
        assertThat(SCHEMA.at(pointer).toString()).isEqualTo(expected);
    }

    @Test
    void whatMustNotBeNullIsRequired() {
        assertThat(SCHEMA.get("required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("required", "blank", "word", "one_or_many");
    }

    @Test
    void whatASchemaCannotSayIsLeftToTheWorker() {
        assertThat(SCHEMA.at("/properties/flagged/pattern").isMissingNode()).isTrue();
        assertThat(SCHEMA.at("/properties/local/type").asText()).isEqualTo("string");
        assertThat(SCHEMA.at("/properties/local/format").isMissingNode()).isTrue();
    }

    private static JsonNode schema() {
        try {
            return new ObjectMapper().readTree(PayloadSchema.of(All.class));
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
