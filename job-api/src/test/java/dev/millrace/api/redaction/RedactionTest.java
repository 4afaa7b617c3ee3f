package dev.millrace.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Checked;
import dev.millrace.api.problem.Violation;
import dev.millrace.api.problem.Violations;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction REDACTION =
            redaction("password", "API_Key", "/card/number", "/items/*/token", "/codes/*", "/first/0");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"password":"x","user":"ada"}                   | {"password":"[redacted]","user":"ada"}
            {"a":[{"b":{"PassWord":1}}]}                    | {"a":[{"b":{"PassWord":"[redacted]"}}]}
            {"api_key":null}                                | {"api_key":"[redacted]"}
            {"password":{"deep":["x"]},"n":1}               | {"password":"[redacted]","n":1}
            {"card":{"number":"4111","name":"ada"}}         | {"card":{"number":"[redacted]","name":"ada"}}
            {"Card":{"NUMBER":"4111"}}                      | {"Card":{"NUMBER":"[redacted]"}}
            {"other":{"card":{"number":"4111"}}}            | {"other":{"card":{"number":"4111"}}}
            {"items":[{"token":1},{"token":2,"sku":"A"}]}   | {"items":[{"token":"[redacted]"},{"token":"[redacted]","sku":"A"}]}
            {"items":{"one":{"token":1}}}                   | {"items":{"one":{"token":"[redacted]"}}}
            {"codes":["x","y"]}                             | {"codes":["[redacted]","[redacted]"]}
            {"first":["x","y"]}                             | {"first":["[redacted]","y"]}
            ["password",{"password":"x"}]                   | ["password",{"password":"[redacted]"}]
            "password"                                      | "password"
            {"n":0.10,"m":12345678901234567890.50,"password":1} | {"n":0.10,"m":12345678901234567890.50,"password":"[redacted]"}
            """)
    void namedFieldsAreMaskedAndNothingElse(String json, String shown) {
        assertThat(REDACTION.mask(json)).isEqualTo(shown);
    }

    @Test
    void whatHasNothingToMaskStaysTheSameToTheLetter() {
        String json = "{ \"n\" : 1.50, \"text\": \"\\u00e4\" }";

        assertThat(REDACTION.mask(json)).isSameAs(json);
        assertThat(REDACTION.mask(null)).isNull();
    }

    @Test
    void whereNoFieldIsNamedNothingIsRead() {
        String noJson = "{\"password\": ";

        assertThat(redaction().mask(noJson)).isSameAs(noJson);
        assertThat(redaction().isOn()).isFalse();
        assertThat(REDACTION.isOn()).isTrue();
    }

    @Test
    void whatCannotBeReadOrNestsTooDeepIsMaskedAsAWhole() {
        assertThat(REDACTION.mask("{\"password\": ")).isEqualTo("\"[redacted]\"");
        assertThat(REDACTION.mask("[".repeat(100_000) + "]".repeat(100_000))).isEqualTo("\"[redacted]\"");
        assertThat(REDACTION.mask("[".repeat(400) + "{\"password\":1}" + "]".repeat(400)))
                .contains("[redacted]")
                .hasSizeGreaterThan(800);
    }

    @Test
    void aNumberMayHaveAsManyDigitsAsPostgresqlWritesOut() {
        String json = "{\"password\":\"x\",\"n\":1" + "0".repeat(100_000) + "}";

        assertThat(REDACTION.mask(json)).isEqualTo(json.replace("\"x\"", "\"[redacted]\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "//", "/a//b", "/a/", "a/b", "card.number", "*", "*.password", "pass*", "/a~b", "~0", "a~1b"
            })
    void whatNamesNoFieldIsRefusedByName(String field) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> redaction("password", field))
                .withMessageContaining("millrace.redaction.fields")
                .withMessageContaining("'" + field + "'")
                .withMessageContaining("/card/number");
    }

    @Test
    void namesInPointersAreEscapedAsRfc6901HasIt() {
        assertThat(redaction("/a~1b/c~0d").mask("{\"a/b\":{\"c~d\":1}}"))
                .isEqualTo("{\"a/b\":{\"c~d\":\"[redacted]\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "deep.PASSWORD",
                "password.within",
                "card.number",
                "CARD.number.x",
                "items.7.token",
                "items.-1.token",
                "codes.0",
                "first.0",
                "first.00",
                "first.+0",
                "first. 0",
                "first.-1"
            })
    void noFilterMayLookAtWhatIsMasked(String path) {
        assertThat(refusalsOfFilter(path)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "card.name", "other.card.number", "items.0.sku", "codes", "first"})
    void filtersMayLookAtAllElse(String path) {
        assertThat(refusalsOfFilter(path)).isEmpty();
    }

    @Test
    void aNewPayloadHasNoMaskWhereAValueIsMasked() {
        Violations violations = new Violations();

        REDACTION.refuseMasks(
                json(
                        "{\"password\":\"[redacted]\",\"codes\":[\"x\",\"[redacted]\"],\"api_key\":{\"a\":[\"[redacted]\"]},"
                                + "\"note\":\"[redacted]\"}"),
                "/payload",
                violations);

        assertThat(pointers(violations))
                .containsExactly("/payload/password", "/payload/codes/1", "/payload/api_key/a/0");
    }

    @Test
    void masksThatWereLeftInAnEditBecomeTheirValuesAgain() {
        assertRestored(
                "{\"password\":{\"a\":[1.50]},\"card\":{\"number\":\"4111\",\"name\":\"ada\"},\"codes\":[\"x\",\"y\"]}",
                "{\"password\":\"[redacted]\",\"card\":{\"number\":\"[redacted]\",\"name\":\"grace\"},\"new\":true}",
                "{\"password\":{\"a\":[1.50]},\"card\":{\"number\":\"4111\",\"name\":\"grace\"},\"new\":true}");
    }

    @Test
    void whatSomebodyWroteOverAMaskCounts() {
        assertRestored(
                "{\"password\":\"old\",\"api_key\":\"k\"}",
                "{\"password\":\"new\",\"api_key\":\"[redacted]\"}",
                "{\"password\":\"new\",\"api_key\":\"k\"}");
    }

    @Test
    void aTextThatMerelyLooksLikeAMaskStaysWhereItStood() {
        assertRestored(
                "{\"note\":\"[redacted]\",\"n\":1}",
                "{\"note\":\"[redacted]\",\"n\":2}",
                "{\"note\":\"[redacted]\",\"n\":2}");
    }

    @Test
    void elementsThatWereMovedTakeTheirValuesAlong() {
        assertRestored(
                "{\"items\":[{\"sku\":\"A\",\"token\":1},{\"sku\":\"B\",\"token\":2},{\"sku\":\"C\",\"token\":3}]}",
                "{\"items\":[{\"sku\":\"C\",\"token\":\"[redacted]\"},{\"sku\":\"A\",\"token\":\"[redacted]\"}]}",
                "{\"items\":[{\"sku\":\"C\",\"token\":3},{\"sku\":\"A\",\"token\":1}]}");
    }

    @Test
    void theOnlyElementThatWasEditedKeepsItsValue() {
        assertRestored(
                "{\"items\":[{\"sku\":\"A\",\"token\":1},{\"sku\":\"B\",\"token\":2}]}",
                "{\"items\":[{\"sku\":\"A\",\"token\":\"[redacted]\"},{\"sku\":\"D\",\"token\":\"[redacted]\"}]}",
                "{\"items\":[{\"sku\":\"A\",\"token\":1},{\"sku\":\"D\",\"token\":2}]}");
    }

    @Test
    void aListThatWasNotChangedIsRestoredThoughItsElementsLookTheSame() {
        assertRestored(
                "{\"codes\":[\"x\",\"y\"],\"n\":1}",
                "{\"codes\":[\"[redacted]\",\"[redacted]\"],\"n\":2}",
                "{\"codes\":[\"x\",\"y\"],\"n\":2}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"password":1}}      | {"b":{"password":"[redacted]"}}              | /b/password
            {"password":1}            | {"pass":"[redacted]"}                        | /pass
            {"password":1}            | {"Password":"[redacted]"}                    | /Password
            {"password":1}            | {"password":" [redacted] "}                  | /password
            {"password":["a"]}        | {"password":["[redacted]"]}                  | /password/0
            {"codes":["x","y"]}       | {"codes":["[redacted]"]}                     | /codes/0
            {"codes":["x","y"]}       | {"codes":["[redacted]","new"]}               | /codes/0
            {"items":[{"token":1,"n":1},{"token":2,"n":1}]} | {"items":[{"token":"[redacted]","n":1}]} | /items/0/token
            {"items":[{"token":1,"n":1},{"token":2,"n":2}]} | {"items":[{"token":"[redacted]","n":3}]} | /items/0/token
            {"items":[{"token":1,"n":1},{"token":2,"n":2}]} | {"items":[{"token":"[redacted]","n":3},{"token":"[redacted]","n":1}]} | /items/0/token
            {"first":["x","y"]}       | {"first":["y","[redacted]"]}                 |
            {"first":["x","y"]}       | {"first":["n","y","[redacted]","[redacted] "]} | /first/3
            """)
    void aMaskOfWhichNobodyCanTellItsValueIsNeverWritten(String original, String edited, String refused) {
        Violations violations = new Violations();

        REDACTION.restored(json(edited), original, "", violations);

        assertThat(pointers(violations)).isEqualTo(refused == null ? List.of() : List.of(refused));
        if (refused != null) {
            assertThat(violations.toProblem().errors().getFirst().detail()).contains("write the value itself");
        }
    }

    @Test
    void anEditIsNotChangedForItMayBeTriedAgainWithAnotherOriginal() {
        JsonNode edited = json("{\"password\":\"[redacted]\",\"n\":1}");

        REDACTION.restored(edited, "{\"password\":1}", "", new Violations());

        assertThat(REDACTION.restored(edited, "{\"password\":2}", "", new Violations()))
                .isEqualTo(json("{\"password\":2,\"n\":1}"));
    }

    @Test
    void aListOfManyMasksIsRefused() {
        String original = "{\"codes\":[" + "\"x\",".repeat(20_000) + "\"y\"]}";
        String edited = "{\"codes\":[" + "\"[redacted]\",".repeat(19_999) + "\"[redacted]\"]}";
        Violations violations = new Violations();

        REDACTION.restored(json(edited), original, "", violations);

        assertThat(violations.count()).isEqualTo(100);
    }

    private static void assertRestored(String original, String edited, String restored) {
        Violations violations = new Violations();

        JsonNode read = REDACTION.restored(json(edited), original, "/payload", violations);

        assertThat(pointers(violations)).isEmpty();
        assertThat(read.toString()).isEqualTo(restored);
    }

    private static List<String> refusalsOfFilter(String path) {
        Violations violations = new Violations();
        REDACTION.refuseLookingAt(List.of(path.split("\\.")), "payload." + path, violations);
        return pointers(violations);
    }

    private static List<String> pointers(Violations violations) {
        return violations.isEmpty()
                ? List.of()
                : violations.toProblem().errors().stream()
                        .map(Violation::pointer)
                        .toList();
    }

    private static Redaction redaction(String... fields) {
        return Redaction.of(Arrays.asList(fields));
    }

    private static JsonNode json(String text) {
        return ((Checked.Sound<JsonNode>) RequestJson.read(text)).value();
    }
}
