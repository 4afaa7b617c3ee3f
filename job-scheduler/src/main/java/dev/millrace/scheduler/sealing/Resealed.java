package dev.millrace.scheduler.sealing;

import dev.millrace.scheduler.duty.Work;

/** @param rows how many jobs and schedules were encrypted anew */
public record Resealed(int rows) implements Work {
    @Override
    public int items() {
        return rows;
    }
}
