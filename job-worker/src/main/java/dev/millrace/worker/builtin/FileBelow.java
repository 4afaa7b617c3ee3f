package dev.millrace.worker.builtin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * A file below a directory, reached without leaving it. Each part of the path is opened from the directory before it, and no
 * link is followed, so that nobody who changes the tree meanwhile can lead the way out.
 */
final class FileBelow {
    private final Path root;
    private final Path relative;

    private FileBelow(Path root, Path relative) {
        this.root = root;
        this.relative = relative;
    }

    /** Nothing when the path is absolute, goes upwards, or is none. */
    static Optional<FileBelow> find(Path root, String path) {
        try {
            Path relative = Path.of(path);
            boolean sound = !relative.isAbsolute() && !relative.toString().isEmpty();
            for (Path part : relative) {
                sound &= !part.toString().equals("..") && !part.toString().equals(".");
            }
            return sound ? Optional.of(new FileBelow(root, relative)) : Optional.empty();
        } catch (InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Appends a text in one write.
     *
     * @return false when the way leads over a link, or to what is no file
     * @throws java.nio.file.NoSuchFileException when the file, or a directory on its way, is missing
     */
    boolean append(String text) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (!(top instanceof SecureDirectoryStream<Path> directory)) {
                throw new IOException("the file system of " + root + " cannot open files relative to a directory");
            }
            return append(directory, 0, text);
        }
    }

    private boolean append(SecureDirectoryStream<Path> directory, int depth, String text) throws IOException {
        Path name = relative.getName(depth);
        BasicFileAttributes found = directory
                .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (depth < relative.getNameCount() - 1) {
            if (!found.isDirectory()) {
                return false;
            }
            try (SecureDirectoryStream<Path> next = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                return append(next, depth + 1, text);
            }
        }
        if (!found.isRegularFile()) {
            return false;
        }
        try (SeekableByteChannel file = directory.newByteChannel(
                name, Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            return true;
        }
    }
}
