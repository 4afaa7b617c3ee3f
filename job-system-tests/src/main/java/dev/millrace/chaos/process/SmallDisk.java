package dev.millrace.chaos.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small tmpfs for PostgreSQL's data, which can be filled to the last byte without harm to anything else. */
public final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "1500m";
    private static final int PIECE = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one and tells the launcher to keep PostgreSQL's data there; empty where that cannot be done. Before the servers'
     * first start.
     */
    public static Optional<SmallDisk> mount(Path home) {
        Path folder = Path.of(
                "/var/tmp", "millrace-chaos-disk-" + ProcessHandle.current().pid());
        try {
            if (!Files.isDirectory(Path.of("/proc", "self")) || !"root".equals(System.getProperty("user.name"))) {
                return Optional.empty();
            }
            Files.createDirectories(folder);
            if (run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + SIZE, "tmpfs", folder.toString()) != 0) {
                Files.delete(folder);
                return Optional.empty();
            }
            SmallDisk disk = new SmallDisk(folder);
            Path data = Files.createDirectory(folder.resolve("postgresql"));
            if (run("chown", "postgres", folder.toString(), data.toString()) != 0) {
                disk.close();
                return Optional.empty();
            }
            run("chmod", "700", data.toString());
            Files.writeString(home.resolve("postgresql.directory"), data + "\n");
            return Optional.of(disk);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Leaves no byte free. */
    public void fill() {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] zeros = new byte[PIECE];
            for (int size = PIECE; size > 0; size /= 2) {
                writeWhileThereIsRoom(filler, zeros, size);
            }
        } catch (IOException full) {
            // Also the last piece may not fit; the disk is then full, as it should be.
            return;
        }
    }

    /** Gives the room back. */
    public void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", folder.toString());
            Files.deleteIfExists(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void writeWhileThereIsRoom(OutputStream filler, byte[] zeros, int size) {
        try {
            while (true) {
                filler.write(zeros, 0, size);
            }
        } catch (IOException noRoom) {
            return;
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static int run(String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
