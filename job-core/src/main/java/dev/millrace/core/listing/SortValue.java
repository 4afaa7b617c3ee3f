package dev.millrace.core.listing;

import java.time.Instant;

/** What a job is sorted by. */
public sealed interface SortValue {
    /** Of what kind. */
    Kind kind();

    /** What kinds there are. */
    enum Kind {
        TIME("timestamptz"),
        NUMBER("integer"),
        TEXT("text");

        private final String columnType;

        Kind(String columnType) {
            this.columnType = columnType;
        }

        String columnType() {
            return columnType;
        }
    }

    /** @param value with microseconds, as the database keeps it */
    record Time(Instant value) implements SortValue {
        @Override
        public Kind kind() {
            return Kind.TIME;
        }
    }

    record Number(int value) implements SortValue {
        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }
    }

    record Text(String value) implements SortValue {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }
}
