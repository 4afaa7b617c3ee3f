package dev.millrace.bench.running;

import dev.millrace.launching.RunningProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much CPU time each part has used so far, its child processes included; in ms, by {@code /proc}. Empty where there is none.
 *
 * @param byPart such as {@code job-api}, {@code postgresql}, {@code bench}
 */
public record ProcessTimes(Map<String, Long> byPart) {
    private static final Path PROC = Path.of("/proc");
    private static final int MILLISECONDS_A_TICK = 10;
    /** Places of the fields after the command's name, which may hold blanks: state is 0. */
    private static final int PARENT = 1;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int CHILDREN_USER_TIME = 13;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    /** The load generator's own part is named {@code bench}. */
    public static ProcessTimes now(List<RunningProcess> processes) {
        Map<Long, Times> all = all();
        Map<String, Long> byPart = new TreeMap<>();
        processes.forEach(process -> byPart.merge(part(process.name()), tree(process.pid(), all), Long::sum));
        byPart.put("bench", tree(ProcessHandle.current().pid(), all));
        return new ProcessTimes(byPart);
    }

    /** What was used since, in ms. */
    public Map<String, Long> since(ProcessTimes before) {
        Map<String, Long> used = new TreeMap<>();
        byPart.forEach((part, now) -> used.put(part, Math.max(0, now - before.byPart.getOrDefault(part, 0L))));
        return used;
    }

    /** The service that a process belongs to, or its own name. */
    static String part(String process) {
        return process.replaceFirst("-[0-9]+$", "");
    }

    /** Those of the root's children that have ended count with the root; the living ones for themselves. */
    private static long tree(long root, Map<Long, Times> all) {
        Times own = all.get(root);
        if (own == null) {
            return 0;
        }
        long sum = own.own + own.endedChildren;
        for (Map.Entry<Long, Times> entry : all.entrySet()) {
            if (entry.getValue().parent == root) {
                sum += tree(entry.getKey(), all);
            }
        }
        return sum;
    }

    private static Map<Long, Times> all() {
        Map<Long, Times> all = new HashMap<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path directory : directories) {
                Times times = read(directory.resolve("stat"));
                if (times != null) {
                    all.put(Long.valueOf(directory.getFileName().toString()), times);
                }
            }
        } catch (IOException noProc) {
            return Map.of();
        }
        return all;
    }

    private static Times read(Path stat) {
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return new Times(
                    Long.parseLong(fields[PARENT]),
                    MILLISECONDS_A_TICK * (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])),
                    MILLISECONDS_A_TICK
                            * (Long.parseLong(fields[CHILDREN_USER_TIME])
                                    + Long.parseLong(fields[CHILDREN_SYSTEM_TIME])));
        } catch (IOException ended) {
            return null;
        }
    }

    private record Times(long parent, long own, long endedChildren) {}
}
