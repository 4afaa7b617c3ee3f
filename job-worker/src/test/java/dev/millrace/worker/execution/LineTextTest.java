package dev.millrace.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTextTest {
    private static final int LONG = 8_192;

    @Test
    void aLineWithoutFieldsHasNone() {
        assertThat(of("hello")).isEqualTo(new LineText("hello", null));
    }

    @Test
    void numbersAndBooleansStayWhatTheyAreAndTheRestBecomesText() {
        assertThat(of("m", "a", 1, "b", 2.5, "c", true, "d", null, "e", new StringBuilder("x"), "f", Double.NaN)
                        .fields())
                .isEqualTo("{\"a\":1,\"b\":2.5,\"c\":true,\"d\":null,\"e\":\"x\",\"f\":\"NaN\"}");
    }

    @Test
    void aLastThrowableWithoutANameIsTheError() {
        assertThat(of("m", "a", 1, new IllegalStateException("no")).fields())
                .isEqualTo("{\"a\":1,\"error\":\"java.lang.IllegalStateException: no\"}");
        assertThat(of("m", "alone").fields()).isEqualTo("{\"value\":\"alone\"}");
    }

    @Test
    void whatPostgresqlCannotHoldIsReplaced() {
        LineText text = of("a\0b\uD800", "k\0", "v\uDC00");

        assertThat(text.message()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(text.fields()).isEqualTo("{\"k\uFFFD\":\"v\uFFFD\"}");
    }

    @Test
    void aLineIsCutWhereItIsTooLongAndNeverWithinACharacter() {
        LineText text = LineText.of("😀".repeat(200), new Object[0], 200);

        assertThat(text.message()).hasSizeLessThanOrEqualTo(200).endsWith("😀… (cut)");
        assertThat(LineText.of("m", new Object[] {"a", "x".repeat(500), "b", "y"}, 200)
                        .fields())
                .contains("… (cut)")
                .contains("\"fields_cut\":true")
                .hasSizeLessThan(300);
    }

    @Test
    void aValueThatCannotBeShownFailsNobody() {
        Object unspeakable = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };

        assertThat(of(null, "a", unspeakable).fields()).contains("cannot be shown");
        assertThat(of(null).message()).isEqualTo("null");
        assertThat(of("m", (Object[]) null).fields()).isNull();
    }

    private static LineText of(String message, Object... fields) {
        return LineText.of(message, fields, LONG);
    }
}
