package dev.millrace.api.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Violations;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedactionProperties {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final Redaction REDACTION = Redaction.of(List.of("secret", "/a/b", "/list/*/b", "/*/x"));

    @Property(tries = 200)
    void noSecretIsShownAndAllElseIs(@ForAll("payloads") ObjectNode payload) {
        JsonNode shown = RequestJson.trusted(REDACTION.mask(payload.toString()));

        assertThat(shown).isEqualTo(expected(payload, ""));
    }

    @Property(tries = 200)
    void whatIsSentBackAsItWasShownIsWhatItWas(@ForAll("payloads") ObjectNode payload) {
        Violations violations = new Violations();
        JsonNode shown = RequestJson.trusted(REDACTION.mask(payload.toString()));

        JsonNode restored = REDACTION.restored(shown, payload.toString(), "/payload", violations);

        assertThat(violations.isEmpty()).isTrue();
        assertThat(restored.toString()).isEqualTo(payload.toString());
    }

    @Property(tries = 200)
    void anEditIsRestoredToWhatItHidesOrRefusedButNeverHoldsAMask(
            @ForAll("payloads") ObjectNode payload, @ForAll("payloads") ObjectNode other) {
        Violations violations = new Violations();
        ObjectNode edited = (ObjectNode) RequestJson.trusted(REDACTION.mask(payload.toString()));
        edited.setAll((ObjectNode) RequestJson.trusted(REDACTION.mask(other.toString())));

        JsonNode restored = REDACTION.restored(edited, payload.toString(), "/payload", violations);

        assertThat(violations.isEmpty()).isEqualTo(!MaskedEdit.holdsMask(restored));
        for (Map.Entry<String, JsonNode> member : restored.properties()) {
            if (!other.has(member.getKey())) {
                assertThat(member.getValue().toString())
                        .isEqualTo(payload.get(member.getKey()).toString());
            }
        }
    }

    @Provide
    Arbitrary<ObjectNode> payloads() {
        return object(nodes(3));
    }

    private static Arbitrary<JsonNode> nodes(int depth) {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(3).map(NODES::textNode),
                Arbitraries.bigDecimals().ofScale(3).map(number -> (JsonNode) NODES.numberNode(shifted(number))),
                Arbitraries.of(NODES.booleanNode(true), NODES.nullNode(), NODES.textNode("secret")));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<JsonNode> within = nodes(depth - 1);
        return Arbitraries.oneOf(
                leaves,
                object(within).map(node -> node),
                within.list().ofMaxSize(3).map(items -> {
                    ArrayNode array = NODES.arrayNode();
                    array.addAll(items);
                    return (JsonNode) array;
                }));
    }

    private static Arbitrary<ObjectNode> object(Arbitrary<? extends JsonNode> within) {
        return Arbitraries.maps(Arbitraries.of("a", "b", "x", "list", "secret", "Secret", "é~/"), within)
                .ofMaxSize(4)
                .map(members -> {
                    ObjectNode object = NODES.objectNode();
                    members.forEach(object::set);
                    return object;
                });
    }

    /** Always with a point, as a number without one is read as another kind of node. */
    private static BigDecimal shifted(BigDecimal number) {
        return number.setScale(3);
    }

    /** By pointers as text, where the code under test walks a tree of them. */
    private static JsonNode expected(JsonNode node, String pointer) {
        String lowerCase = pointer.toLowerCase(Locale.ROOT);
        if (lowerCase.matches(".*/secret|/a/b|/list/[^/]*/b|/[^/]*/x")) {
            return NODES.textNode("[redacted]");
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            object.properties()
                    .forEach(member -> copy.set(
                            member.getKey(),
                            expected(
                                    member.getValue(),
                                    pointer + "/"
                                            + member.getKey().replace("~", "~0").replace("/", "~1"))));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(expected(array.get(i), pointer + "/" + i));
            }
            return copy;
        }
        return node;
    }
}
