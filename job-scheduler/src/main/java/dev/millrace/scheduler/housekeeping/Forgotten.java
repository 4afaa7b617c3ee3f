package dev.millrace.scheduler.housekeeping;

import dev.millrace.scheduler.duty.Work;

/** @param rows how many were removed */
public record Forgotten(int rows) implements Work {
    @Override
    public int items() {
        return rows;
    }
}
