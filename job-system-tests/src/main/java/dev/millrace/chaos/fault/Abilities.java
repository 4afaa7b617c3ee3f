package dev.millrace.chaos.fault;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this machine can do, and what not, and why. */
public final class Abilities {
    private static final List<String> FAKETIME_PLACES = List.of(
            "/usr/lib/*/faketime/libfaketimeMT.so.1",
            "/usr/lib/faketime/libfaketimeMT.so.1",
            "/usr/lib64/faketime/libfaketimeMT.so.1",
            "/usr/local/lib/faketime/libfaketimeMT.so.1");

    private final Optional<Path> faketime = findFaketime();
    private final Map<FaultKind, String> missing = new EnumMap<>(FaultKind.class);

    /** @param smallDisk whether PostgreSQL's data lie on a disk that may be filled */
    public Abilities(boolean smallDisk) {
        if (faketime.isEmpty()) {
            missing.put(
                    FaultKind.CLOCK_OFF, "libfaketime is not installed (Debian, Ubuntu: apt-get install libfaketime)");
        }
        if (!smallDisk) {
            missing.put(
                    FaultKind.POSTGRESQL_DISK_FULL,
                    "a small tmpfs for PostgreSQL can be mounted by root on Linux only");
        }
    }

    /** The kinds that cannot be done here, and why. */
    public Map<FaultKind, String> missing() {
        return missing;
    }

    /** Variables that put a process's clock off. */
    static Map<String, String> shiftedClock(Path faketime, String offset) {
        return Map.of(
                "LD_PRELOAD",
                faketime.toString(),
                "FAKETIME",
                offset,
                // Durations stay true; only the time of day is wrong, as with a clock that was set wrongly.
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // With its workaround for other programs the JVM's waits end at once, and everything takes ten times as
                // long.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    Path faketime() {
        return faketime.orElseThrow();
    }

    private static Optional<Path> findFaketime() {
        for (String place : FAKETIME_PLACES) {
            int star = place.indexOf("/*/");
            Path root = Path.of(star < 0 ? place : place.substring(0, star));
            if (star < 0 && Files.isReadable(root)) {
                return Optional.of(root);
            }
            if (star >= 0 && Files.isDirectory(root)) {
                try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
                    for (Path folder : folders) {
                        Path library = folder.resolve(place.substring(star + 3));
                        if (Files.isReadable(library)) {
                            return Optional.of(library);
                        }
                    }
                } catch (IOException unreadable) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
