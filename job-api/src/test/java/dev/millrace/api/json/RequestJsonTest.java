package dev.millrace.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Problem;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {
    @Test
    void numbersKeepEveryDigit() {
        JsonNode value = sound("{\"a\":12345678901234567890,\"b\":0.1000,\"c\":1E+3}");

        assertThat(value.toString()).isEqualTo("{\"a\":12345678901234567890,\"b\":0.1000,\"c\":1E+3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":}", "{} {}", "nul", "{'a':1}", "[1,]", "\"\u0001\"", "01", "NaN"})
    void malformedJsonIsABadRequest(String text) {
        assertThat(refused(text).status()).isEqualTo(400);
    }

    @Test
    void bytesThatAreNoUtf8AreABadRequest() {
        Checked<JsonNode> read = RequestJson.read(new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'});

        assertThat(((Checked.Refused<JsonNode>) read).problem().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 100_000})
    void nestingBeyondAllBoundsIsInvalid(int depth) {
        Problem problem = refused("[".repeat(depth) + "]".repeat(depth));

        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.errors()).singleElement().satisfies(error -> assertThat(error.detail())
                .isEqualTo("nests deeper than 32 levels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999999", "{\"a\":1e-99999999999}"})
    void numbersBeyondAllBoundsAreInvalid(String text) {
        assertThat(refused(text).status()).isEqualTo(422);
    }

    @Test
    void aNumberOfAThousandDigitsIsTooLong() {
        assertThat(refused("1" + "0".repeat(1_000)).status()).isEqualTo(422);
        assertThat(sound("1" + "0".repeat(900)).isBigInteger()).isTrue();
    }

    @Test
    void aNumberThatPostgresqlHasWrittenOutIsReadAgain() {
        assertThat(RequestJson.trusted("{\"n\":1" + "0".repeat(5_000) + "}")
                        .path("n")
                        .isBigInteger())
                .isTrue();
    }

    @Property
    void anyBytesAreEitherReadOrRefused(@ForAll byte[] bytes) {
        assertThat(RequestJson.read(bytes)).isNotNull();
    }

    @Property
    void whatIsWrittenReadsAsItself(@ForAll String text) {
        JsonNode value = sound("[" + com.fasterxml.jackson.databind.node.TextNode.valueOf(text) + "]");

        assertThat(value.get(0).textValue()).isEqualTo(text);
    }

    private static JsonNode sound(String text) {
        return ((Checked.Sound<JsonNode>) RequestJson.read(text)).value();
    }

    private static Problem refused(String text) {
        return ((Checked.Refused<JsonNode>) RequestJson.read(text.getBytes(StandardCharsets.UTF_8))).problem();
    }
}
