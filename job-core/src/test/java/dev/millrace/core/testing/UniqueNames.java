package dev.millrace.core.testing;

import java.util.concurrent.ThreadLocalRandom;

/** Names for what tests make in servers that other test runs may share. */
final class UniqueNames {
    private UniqueNames() {}

    /** Lower-case letters, digits and underscores. */
    static String next() {
        return "millrace_test_" + ProcessHandle.current().pid() + "_"
                + Long.toString(ThreadLocalRandom.current().nextLong(1L << 50), Character.MAX_RADIX);
    }
}
