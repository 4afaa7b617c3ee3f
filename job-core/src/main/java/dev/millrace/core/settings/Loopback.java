package dev.millrace.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells this machine's own names and addresses from all others, without asking any name server. */
public final class Loopback {
    private static final Pattern IPV4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d{1,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("(0{0,4}:)+0{0,3}1|::1");

    private Loopback() {}

    /** @param host a name or an address; an IPv6 address with or without brackets */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        return name.equals("localhost")
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches();
    }

    /** @param origin as a browser says it, such as {@code http://localhost:3000} or {@code null} */
    public static boolean isLoopbackOrigin(String origin) {
        try {
            String host = new URI(origin).getHost();
            return host != null && isLoopback(host);
        } catch (URISyntaxException noOrigin) {
            return false;
        }
    }
}
