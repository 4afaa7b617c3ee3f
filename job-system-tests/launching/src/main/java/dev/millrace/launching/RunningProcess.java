package dev.millrace.launching;

/**
 * A living process of Millrace.
 *
 * @param name such as {@code job-worker-1} or {@code postgresql}
 */
public record RunningProcess(String name, long pid, int port) {
    /** Ends it at once, as a crash would. */
    public void kill() {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
