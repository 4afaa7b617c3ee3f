package dev.millrace.core.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A failure as it is logged: the same class name, stack and causes, each message in plain text. */
final class LoggedFailure extends Throwable {
    private static final long serialVersionUID = 1L;

    private final String text;

    private LoggedFailure(String text, Throwable cause) {
        super(text, cause, true, true);
        this.text = text;
    }

    static boolean isPlain(Throwable failure) {
        return isPlain(failure, newSet());
    }

    static Throwable of(Throwable failure) {
        return copy(failure, newSet());
    }

    private static boolean isPlain(Throwable failure, Set<Throwable> seen) {
        return failure == null
                || !seen.add(failure)
                || PlainText.isPlain(failure.toString())
                        && isPlain(failure.getCause(), seen)
                        && Stream.of(failure.getSuppressed()).allMatch(suppressed -> isPlain(suppressed, seen));
    }

    private static Throwable copy(Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return null;
        }
        LoggedFailure copy = new LoggedFailure(PlainText.of(failure.toString()), copy(failure.getCause(), seen));
        copy.setStackTrace(failure.getStackTrace());
        Stream.of(failure.getSuppressed())
                .map(suppressed -> copy(suppressed, seen))
                .filter(Objects::nonNull)
                .forEach(copy::addSuppressed);
        return copy;
    }

    private static Set<Throwable> newSet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    @Override
    public String toString() {
        return text;
    }
}
