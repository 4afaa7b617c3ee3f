package dev.millrace.api.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.listing.ListPosition;
import dev.millrace.core.listing.SortValue;
import dev.millrace.core.listing.SortValue.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final UUID ID = UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01");
    private static final ListPosition POSITION = new ListPosition(Instant.parse("2026-03-29T01:30:00.123456Z"), ID);

    @Property
    void aCursorLeadsBackToItsPosition(
            @ForAll String list,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros,
            @ForAll long high,
            @ForAll long low) {
        ListPosition position = new ListPosition(
                Instant.EPOCH.plusSeconds(micros / 1_000_000).plusNanos(micros % 1_000_000 * 1_000),
                new UUID(high, low));

        assertThat(Cursor.read(list, Kind.TIME, Cursor.write(list, position))).hasValue(position);
    }

    @Property
    void numbersAndTextsLeadBack(@ForAll int number, @ForAll("storable") String text) {
        ListPosition numbered = new ListPosition(new SortValue.Number(number), ID);
        ListPosition named = new ListPosition(new SortValue.Text(text), ID);

        assertThat(Cursor.read("x", Kind.NUMBER, Cursor.write("x", numbered))).hasValue(numbered);
        assertThat(Cursor.read("x", Kind.TEXT, Cursor.write("x", named))).hasValue(named);
    }

    @Test
    void theEndsOfTimeAreTimes() {
        for (Instant end : List.of(ListPosition.BEGINNING_OF_TIME, ListPosition.END_OF_TIME)) {
            ListPosition position = new ListPosition(end, ID);

            assertThat(Cursor.read("x", Kind.TIME, Cursor.write("x", position))).hasValue(position);
            assertThat(Cursor.read(
                            "x",
                            Kind.TIME,
                            Cursor.write(
                                    "x", new ListPosition(end.plusSeconds(end.isAfter(Instant.EPOCH) ? 1 : -1), ID))))
                    .isEmpty();
        }
    }

    @Test
    void whatCannotBeStoredIsRefused() {
        assertThat(Cursor.read("x", Kind.TEXT, Cursor.write("x", new ListPosition(new SortValue.Text("\0"), ID))))
                .isEmpty();
        assertThat(Cursor.read(
                        "x", Kind.TEXT, Cursor.write("x", new ListPosition(new SortValue.Text("x".repeat(1_001)), ID))))
                .isEmpty();
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertThat(Cursor.read("jobs, oldest first", Kind.TIME, Cursor.write("jobs, newest first", POSITION)))
                .isEmpty();
        assertThat(Cursor.read("jobs", Kind.NUMBER, Cursor.write("jobs", POSITION)))
                .isEmpty();
    }

    @Property
    void whateverIsNoCursorIsRefused(@ForAll String text, @ForAll Kind kind) {
        assertThat(Cursor.read("jobs", kind, text)).isEmpty();
    }

    @Test
    void aCursorCutShortOrExtendedIsRefused() {
        String cursor = Cursor.write("jobs", POSITION);

        assertThat(Cursor.read("jobs", Kind.TIME, cursor.substring(1))).isEmpty();
        assertThat(Cursor.read("jobs", Kind.TIME, cursor.substring(0, cursor.length() - 4)))
                .isEmpty();
        assertThat(Cursor.read("jobs", Kind.TIME, cursor + "AAAA")).isEmpty();
    }

    @Provide
    Arbitrary<String> storable() {
        return Arbitraries.strings().ascii().excludeChars('\0').ofMaxLength(100);
    }
}
