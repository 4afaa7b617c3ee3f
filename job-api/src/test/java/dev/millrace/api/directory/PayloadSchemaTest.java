package dev.millrace.api.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.json.RequestJson;
import dev.millrace.api.problem.Violations;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadSchemaTest {
    @Test
    void aSchemaThatPointsElsewhereIsNotFollowedAndRefusesEverything() {
        PayloadSchema schema = PayloadSchema.compile("far", "{\"$ref\": \"http://127.0.0.1:1/schema.json\"}");
        Violations violations = new Violations();

        schema.validate(RequestJson.trusted("{}"), "/payload", violations);

        assertThat(violations.toProblem().errors()).singleElement().satisfies(error -> assertThat(error.pointer())
                .isEqualTo("/payload"));
    }

    @Test
    void largeNumbersAreComparedExactly() {
        PayloadSchema schema =
                PayloadSchema.compile("exact", "{\"properties\": {\"n\": {\"maximum\": 12345678901234567890}}}");
        Violations within = new Violations();
        Violations beyond = new Violations();

        schema.validate(RequestJson.trusted("{\"n\":12345678901234567890}"), "/payload", within);
        schema.validate(RequestJson.trusted("{\"n\":12345678901234567891}"), "/payload", beyond);

        assertThat(within.isEmpty()).isTrue();
        assertThat(beyond.isEmpty()).isFalse();
    }

    @Test
    void aSchemaThatHasNotChangedIsNotCompiledAgain() {
        DirectorySnapshot before = KnownDirectory.snapshot();

        DirectorySnapshot after = before.next(List.of(KnownDirectory.ANY, KnownDirectory.GREET), List.of());

        assertThat(after.jobType("greet").schema())
                .isSameAs(before.jobType("greet").schema());
    }
}
