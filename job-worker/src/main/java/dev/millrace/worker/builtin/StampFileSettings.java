package dev.millrace.worker.builtin;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Which files {@code stamp_file} may write to. */
@ConfigMapping(prefix = "millrace.worker.stamp-file")
public interface StampFileSettings {
    /** The directory below which they lie; without it, none. */
    Optional<Path> root();
}
