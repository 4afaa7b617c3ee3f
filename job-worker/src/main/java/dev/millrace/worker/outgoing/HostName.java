package dev.millrace.worker.outgoing;

import java.util.regex.Pattern;

/** Tells names from odd spellings of addresses, as the URL standard does: by their last label. */
final class HostName {
    private static final Pattern NUMBER = Pattern.compile("(\\d+|0[xX][0-9a-fA-F]*)");

    private HostName() {}

    /** @param host without a dot at its end */
    static boolean endsInANumber(String host) {
        return NUMBER.matcher(host.substring(host.lastIndexOf('.') + 1)).matches();
    }
}
