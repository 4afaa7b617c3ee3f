package dev.millrace.cli.terminal;

/** A command that knows where it is run: the first one, whom all others ask. */
public interface Surrounded {
    Surroundings surroundings();
}
