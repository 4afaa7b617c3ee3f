package dev.millrace.cli.input;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 500ms}, {@code 90s} or {@code 90}, {@code 5m}, {@code 2h}, {@code 1d}, {@code 1h30m}, or ISO-8601's {@code PT5M}. */
public final class Durations implements ITypeConverter<Duration> {
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d)");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");
    private static final int NANOSECONDS = 9;
    private static final String ADVICE = " is no duration; 500ms, 90s, 5m, 2h30m and 1d are";

    @Override
    public Duration convert(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }

    /** @throws IllegalArgumentException when {@code text} is none */
    public static Duration parse(String text) {
        if (SECONDS.matcher(text).matches()) {
            return of(text, "s");
        }
        if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
            try {
                return Duration.parse(text);
            } catch (DateTimeException wrong) {
                throw new IllegalArgumentException("'" + text + "'" + ADVICE, wrong);
            }
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.plus(of(part.group(1), part.group(2)));
            end = part.end();
        }
        if (end == 0 || end != text.length()) {
            throw new IllegalArgumentException("'" + text + "'" + ADVICE);
        }
        return sum;
    }

    private static Duration of(String number, String unit) {
        Duration one =
                switch (unit) {
                    case "ms" -> Duration.ofMillis(1);
                    case "s" -> Duration.ofSeconds(1);
                    case "m" -> Duration.ofMinutes(1);
                    case "h" -> Duration.ofHours(1);
                    default -> Duration.ofDays(1);
                };
        BigDecimal seconds = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(one.toNanos()).movePointLeft(NANOSECONDS));
        return Duration.ofSeconds(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(NANOSECONDS).longValue());
    }
}
