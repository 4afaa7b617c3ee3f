package dev.millrace.worker.outgoing;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a URL asks. Knows two kinds of names that {@link URI} does not: those with underscores, as machines of one's own
 * network have them, and those that are not written in ASCII, which are encoded (IDNA 2003) before anything is decided.
 *
 * @param host in lower case, without a dot at its end; IPv6 without brackets
 * @param port -1 when the URL names none
 * @param hasCredentials whether it names a user, too
 */
record Authority(String host, int port, boolean hasCredentials) {
    private static final Pattern PARTS =
            Pattern.compile("(?:(?<user>.*)@)?(?<host>[^@:%\\[\\]]{1,255})(?::(?<port>\\d{0,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?");
    /** Letters that other programs encode otherwise (IDNA 2008): which of two names is meant, nobody here can tell. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\u00df\u1e9e\u03c2\u200c\u200d]");

    /** Nothing when the URL names no host, or none that all would read alike. */
    static Optional<Authority> of(URI url) {
        if (url.getHost() != null) {
            return Optional.of(new Authority(bare(url.getHost()), url.getPort(), url.getRawUserInfo() != null));
        }
        if (url.getRawAuthority() == null) {
            return Optional.empty();
        }
        Matcher parts = PARTS.matcher(url.getRawAuthority());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String port = parts.group("port");
        return encoded(parts.group("host"))
                .map(host -> new Authority(
                        host,
                        port == null || port.isEmpty() ? -1 : Integer.parseInt(port),
                        parts.group("user") != null));
    }

    private static Optional<String> encoded(String host) {
        if (AMBIGUOUS.matcher(host).find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(bare(IDN.toASCII(host)))
                    .filter(name -> NAME.matcher(name).matches());
        } catch (IllegalArgumentException unsound) {
            return Optional.empty();
        }
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
