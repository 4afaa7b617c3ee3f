package dev.millrace.bench.running;

import dev.millrace.launching.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much memory the JVM of each service has in use, and the most that was ever seen; in KiB, by {@code /proc}. */
public final class MemoryWatch implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Map<String, Memory> most = new TreeMap<>();
    private volatile List<RunningProcess> processes = List.of();
    private final Thread thread;

    /**
     * The memory of a process.
     *
     * @param resident VmRSS, which counts what is shared with other processes as a whole
     * @param proportional Pss, which counts what is shared in parts
     */
    public record Memory(long resident, long proportional) {
        Memory or(Memory other) {
            return new Memory(Math.max(resident, other.resident), Math.max(proportional, other.proportional));
        }
    }

    /** Begins to look. */
    public MemoryWatch() {
        thread = Thread.ofPlatform().daemon().name("memory-watch").start(this::look);
    }

    /** The services of these processes are looked at from now on. */
    public void watch(List<RunningProcess> all) {
        processes = all.stream()
                .filter(process -> process.name().startsWith("job-"))
                .toList();
    }

    /** Of each service the process that has most. */
    public static Map<String, Memory> now(List<RunningProcess> all) {
        Map<String, Memory> byService = new TreeMap<>();
        all.stream()
                .filter(process -> process.name().startsWith("job-"))
                .forEach(
                        process -> byService.merge(ProcessTimes.part(process.name()), read(process.pid()), Memory::or));
        return byService;
    }

    /** Of each service the most that any of its processes had. */
    public Map<String, Memory> most() {
        synchronized (most) {
            return new TreeMap<>(most);
        }
    }

    private void look() {
        try {
            while (true) {
                processes.forEach(this::noteWhenMore);
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is shared is told by the kernel only after a walk through all pages, so it is asked for at a new height alone. */
    private void noteWhenMore(RunningProcess process) {
        long resident = resident(process.pid());
        synchronized (most) {
            Memory before = most.get(ProcessTimes.part(process.name()));
            if (before == null || resident > before.resident()) {
                most.merge(
                        ProcessTimes.part(process.name()),
                        new Memory(resident, proportional(process.pid())),
                        Memory::or);
            }
        }
    }

    private static Memory read(long pid) {
        return new Memory(resident(pid), proportional(pid));
    }

    private static long resident(long pid) {
        return kibibytes(pid, "status", "VmRSS:");
    }

    private static long proportional(long pid) {
        return kibibytes(pid, "smaps_rollup", "Pss:");
    }

    private static long kibibytes(long pid, String file, String name) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), file)).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException unknown) {
            return 0;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
