package dev.millrace.api.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.listing.ListPosition;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final ListPosition POSITION = new ListPosition(
            Instant.parse("2026-03-29T01:30:00.123456Z"), UUID.fromString("0198c0de-7c1b-7a54-9d3b-0f3a5f6e7d01"));

    @Property
    void aCursorLeadsBackToItsPosition(
            @ForAll String list,
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros,
            @ForAll long high,
            @ForAll long low) {
        ListPosition position = new ListPosition(
                Instant.EPOCH.plusSeconds(micros / 1_000_000).plusNanos(micros % 1_000_000 * 1_000),
                new UUID(high, low));

        assertThat(Cursor.read(list, Cursor.write(list, position))).hasValue(position);
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertThat(Cursor.read("jobs, oldest first", Cursor.write("jobs, newest first", POSITION)))
                .isEmpty();
    }

    @Property
    void whateverIsNoCursorIsRefused(@ForAll String text) {
        assertThat(Cursor.read("jobs", text)).isEmpty();
    }

    @Test
    void aCursorCutShortOrExtendedIsRefused() {
        String cursor = Cursor.write("jobs", POSITION);

        assertThat(Cursor.read("jobs", cursor.substring(1))).isEmpty();
        assertThat(Cursor.read("jobs", cursor + "AAAA")).isEmpty();
    }
}
