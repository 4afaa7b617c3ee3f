package dev.millrace.chaos.proxy;

import java.time.Duration;

/** What a proxy does to the connections that go through it. */
public sealed interface Trouble {
    /** Passes everything on. */
    record None() implements Trouble {}

    /** Holds everything back, both ways, until it is over; new connections are taken, and hear nothing. */
    record Blackhole() implements Trouble {}

    /** Resets every connection, and each new one as soon as it is made. */
    record Reset() implements Trouble {}

    /** Passes each piece on late. */
    record Delay(Duration each) implements Trouble {}

    /** Passes this many bytes on in one direction, and then resets the connection: a message cut in two. */
    record CutAfter(Direction direction, long bytes) implements Trouble {}

    /**
     * Loses whatever comes in one direction, and resets the connection a little later. To the client: what it asked for
     * happens, but it never hears so. To the server: it never hears what the client believes to have said.
     */
    record Lose(Direction direction, Duration untilReset) implements Trouble {}
}
