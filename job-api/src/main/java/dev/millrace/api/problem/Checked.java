package dev.millrace.api.problem;

import java.util.function.Function;

/** What a check of a request yields: a sound value, or the problem to answer with. */
public sealed interface Checked<T> {
    /** The request is sound. */
    record Sound<T>(T value) implements Checked<T> {}

    /** The request is refused. */
    record Refused<T>(Problem problem) implements Checked<T> {}

    static <T> Checked<T> sound(T value) {
        return new Sound<>(value);
    }

    static <T> Checked<T> refused(Problem problem) {
        return new Refused<>(problem);
    }

    /** The same with another sound value. */
    default <R> Checked<R> map(Function<T, R> change) {
        return fold(value -> sound(change.apply(value)), Checked::refused);
    }

    /** One answer from either. */
    default <R> R fold(Function<T, R> whenSound, Function<Problem, R> whenRefused) {
        return switch (this) {
            case Sound<T>(T value) -> whenSound.apply(value);
            case Refused<T>(Problem problem) -> whenRefused.apply(problem);
        };
    }
}
