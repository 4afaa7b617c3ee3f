package dev.millrace.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads a statement from {@code sql/<name>.sql} on the class path; all SQL of Millrace stands in such files. */
public final class SqlFile {
    private SqlFile() {}

    /**
     * @param name the file's name without its ending
     * @throws IllegalArgumentException when there is no such file
     */
    public static String read(String name) {
        String path = "/sql/" + name + ".sql";
        try (InputStream stream = SqlFile.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalArgumentException("no statement stands in " + path);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
