package com.example.words;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Knows what words mean. */
public interface Dictionary {
    /** What {@code word} means, some time later. */
    Uni<Meaning> meaning(String word);

    /** What a dictionary answers. */
    sealed interface Meaning {}

    /** The word is known. */
    record Known(String text) implements Meaning {}

    /** No dictionary has it. */
    record Unknown() implements Meaning {}

    /** Closed for a while. */
    record Busy() implements Meaning {}

    /** Asked too often; {@code pause} is how long to wait. */
    record Refused(Duration pause) implements Meaning {}
}
