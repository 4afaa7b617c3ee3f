package dev.millrace.bench;

/** The scenarios, in the order in which they are measured: what changes the system for those that follow comes last. */
public enum ScenarioLetter {
    A,
    B,
    C,
    D,
    E,
    G,
    H,
    F
}
