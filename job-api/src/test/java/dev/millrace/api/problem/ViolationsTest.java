package dev.millrace.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViolationsTest {
    @Test
    void noMoreThanAHundredAreTold() {
        Violations violations = new Violations();
        for (int i = 0; i < 150; i++) {
            violations.add("/" + i, "is wrong");
        }

        assertThat(violations.toProblem().errors()).hasSize(100);
    }

    @Test
    void whatAClientSentIsShownOnlyAsCharactersAndNotAtAnyLength() {
        Violations violations = new Violations();
        violations.add("/\ud800\n" + "x".repeat(1_000), "is wrong");

        String pointer = violations.toProblem().errors().getFirst().pointer();
        assertThat(pointer).startsWith("/\uFFFD\uFFFDx").hasSizeLessThan(510);
    }
}
