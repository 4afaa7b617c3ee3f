package dev.millrace.cli.input;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time, or how long ago one was.
 *
 * @param instant or null
 * @param ago or null
 */
public record Moment(Instant instant, Duration ago) {
    /** The time; {@code ago} counts back from now. */
    public Instant at(Clock clock) {
        return instant == null ? clock.instant().minus(ago) : instant;
    }

    /** {@code 2026-03-29T01:30:00Z}, {@code 2026-03-29T02:30:00+01:00}, or a duration: so long ago. */
    public static final class Converter implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String text) {
            try {
                return new Moment(OffsetDateTime.parse(text).toInstant(), null);
            } catch (DateTimeException noTime) {
                try {
                    return new Moment(null, Durations.parse(text));
                } catch (IllegalArgumentException neither) {
                    throw new TypeConversionException(
                            "'" + text + "' is no time; 2026-03-29T01:30:00Z is one, and 2h means two hours ago");
                }
            }
        }
    }

    /** A time, with its zone. */
    public static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException noTime) {
                throw new TypeConversionException("'" + text
                        + "' is no time with its zone; 2026-03-29T01:30:00Z and 2026-03-29T02:30:00+01:00 are");
            }
        }
    }
}
