package dev.millrace.cli.terminal;

/** Which of the standard streams are terminals, and how wide those are. */
public interface Terminals {
    /** Whether somebody can be asked. */
    boolean isInput();

    /** Whether somebody sees standard output. */
    boolean isOutput();

    /** Whether somebody sees standard error. */
    boolean isError();

    /** How many characters fit into a line. */
    int columns();
}
