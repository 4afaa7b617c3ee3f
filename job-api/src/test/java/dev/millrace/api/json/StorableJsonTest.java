package dev.millrace.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.problem.Violation;
import dev.millrace.api.problem.Violations;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorableJsonTest {
    @Test
    void soundJsonHasNoFlaw() {
        assertThat(flaws("{\"a\":[1,0.5,\"\\ud83d\\ude00\",null,true],\"b\":1e131000}"))
                .isEmpty();
    }

    @Test
    void nulAndLoneSurrogatesAreFoundInTextsAndNames() {
        assertThat(flaws("{\"a\":[\"x\\u0000\"],\"b\\ud800\":1,\"c\":\"\\udc00x\",\"d\":\"\\ud800\\ud800\"}"))
                .extracting(Violation::pointer)
                .containsExactly("/payload/a/0", "/payload", "/payload/c", "/payload/d");
    }

    @Test
    void numbersWithMoreDigitsThanPostgresqlKeepsAreFound() {
        assertThat(flaws("{\"big\":1e200000,\"small\":1e-20000}"))
                .extracting(Violation::pointer)
                .containsExactly("/payload/big", "/payload/small");
    }

    @Test
    void aPayloadMayNestThirtyTwoLevelsDeepAndNoMore() {
        assertThat(flaws(nested(32))).isEmpty();
        assertThat(flaws(nested(33))).singleElement().satisfies(flaw -> assertThat(flaw.detail())
                .isEqualTo("nests deeper than 32 levels"));
    }

    @Test
    void pointersEscapeWhatRfc6901Reserves() {
        assertThat(flaws("{\"a/b~c\":\"\\u0000\"}"))
                .extracting(Violation::pointer)
                .containsExactly("/payload/a~1b~0c");
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    private static List<Violation> flaws(String json) {
        Violations violations = new Violations();
        StorableJson.check(RequestJson.trusted(json), "/payload", violations);
        return violations.isEmpty() ? List.of() : violations.toProblem().errors();
    }
}
