package dev.millrace.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a statement from {@code sql/<name>.sql} on the class path; all SQL of Millrace stands in such files. A name with
 * choices, {@code name?choice=value&other=value}, is a variant of the template {@code sql/templates/<name>.sql}.
 */
public final class SqlFile {
    private SqlFile() {}

    /**
     * @param name the file's name without its ending, perhaps with choices
     * @throws IllegalArgumentException when there is no such file, or a choice is missing
     */
    public static String read(String name) {
        int choices = name.indexOf('?');
        return choices < 0
                ? file("/sql/" + name + ".sql")
                : SqlTemplate.render(
                        name.substring(0, choices),
                        name.substring(choices + 1),
                        template -> file("/sql/templates/" + template + ".sql"));
    }

    private static String file(String path) {
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
