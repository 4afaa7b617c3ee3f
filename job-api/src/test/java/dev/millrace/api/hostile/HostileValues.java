package dev.millrace.api.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Values that break careless programs. */
final class HostileValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final int DEEP = 70;

    private HostileValues() {}

    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        " ",
                        "\u0000",
                        "a\u0000b",
                        "\ud800",
                        "\udc00x",
                        "\ud83d\ude00",
                        "\u202e",
                        "\r\nX-Injected: yes",
                        "a\nb",
                        "' OR '1'='1",
                        "'; DROP TABLE millrace.job; --",
                        "\"; select pg_sleep(10); --",
                        "${jndi:ldap://127.0.0.1/x}",
                        "{{7*7}}",
                        "../../../../etc/passwd",
                        "%00",
                        "%s%n%d",
                        "<script>alert(1)</script>",
                        "null",
                        "undefined",
                        "NaN",
                        "-0",
                        "1e400",
                        "9223372036854775808",
                        "true",
                        "[]",
                        "{}",
                        "*",
                        ",",
                        ",,,",
                        "0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01",
                        "0198C0DE-7C1B-7A54-9D3B-0F3A5F6E7D01",
                        "00000000-0000-0000-0000-000000000000",
                        "0-0-0-0-0",
                        "2026-13-45T99:99:99Z",
                        "+1000000000-12-31T23:59:59.999999999Z",
                        "-999999999-01-01T00:00:00Z",
                        "2026-03-29T02:30:00+25:00",
                        "Europe/Nowhere",
                        "* * * * *",
                        "*/0 0 32 13 8",
                        "0 0 30 2 *",
                        "@reboot"),
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(300),
                Arbitraries.of("a", "é", "漢").map(letter -> letter.repeat(3_000)));
    }

    static Arbitrary<JsonNode> values() {
        return Arbitraries.oneOf(
                texts().map(JSON::textNode),
                numbers().map(JSON::numberNode),
                Arbitraries.of(
                        JSON.nullNode(),
                        JSON.booleanNode(true),
                        JSON.booleanNode(false),
                        JSON.objectNode(),
                        JSON.arrayNode(),
                        deepArray(),
                        deepObject(),
                        oddNames()),
                numbers().list().ofMaxSize(30).map(HostileValues::array),
                texts().list().ofMaxSize(120).map(HostileValues::array));
    }

    private static Arbitrary<BigDecimal> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                                "0",
                                "-0",
                                "-1",
                                "1",
                                "0.5",
                                "1e400",
                                "-1e400",
                                "1e-400",
                                "1e200000",
                                "2147483648",
                                "-2147483649",
                                "9223372036854775807",
                                "9223372036854775808",
                                "18446744073709551616",
                                "0.1000000000000000000000000000000000000000000001")
                        .map(BigDecimal::new),
                Arbitraries.bigDecimals(),
                Arbitraries.bigIntegers()
                        .between(BigInteger.valueOf(-1_000), BigInteger.valueOf(1_000_000))
                        .map(BigDecimal::new));
    }

    private static ArrayNode array(Iterable<?> values) {
        ArrayNode array = JSON.arrayNode();
        values.forEach(value -> {
            if (value instanceof BigDecimal number) {
                array.add(JSON.numberNode(number));
            } else {
                array.add((String) value);
            }
        });
        return array;
    }

    private static JsonNode deepArray() {
        ArrayNode node = JSON.arrayNode();
        for (int i = 0; i < DEEP; i++) {
            node = JSON.arrayNode().add(node);
        }
        return node;
    }

    private static JsonNode deepObject() {
        ObjectNode node = JSON.objectNode();
        for (int i = 0; i < DEEP / 2; i++) {
            node = JSON.objectNode().set("a", node);
        }
        return node;
    }

    private static JsonNode oddNames() {
        return JSON.objectNode()
                .put("", 1)
                .put("\u0000", 2)
                .put("__proto__", 3)
                .put("a.b", 4)
                .put("a/b~c", 5)
                .put("'; --", 6);
    }
}
