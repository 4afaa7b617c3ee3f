package dev.millrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new Table("ID", "NOTE").row("1", "x").row("200", "").lines(0, false))
                .containsExactly("ID   NOTE", "1    x", "200");
    }

    @Test
    void theWidestColumnGivesWayAndTheFirstNever() {
        assertThat(new Table("ID", "A", "B")
                        .row("0123456789", "a".repeat(30), "bbbb")
                        .lines(30, false))
                .containsExactly("ID          A             B", "0123456789  aaaaaaaaaaa…  bbbb");
    }

    @Test
    void aCellIsOneLine() {
        assertThat(new Table("ID", "NOTE").row("1", "two\nlines").lines(0, false))
                .contains("1   two lines");
    }

    @Test
    void aSignOfTwoCharactersIsNotCutInHalf() {
        assertThat(Table.cut("😀😀😀😀", 3)).isEqualTo("😀😀…");
    }
}
