package dev.millrace.worker.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** All addresses that begin with the same bits, such as {@code 10.0.0.0/8} or {@code fd00::/8}. */
final class Network {
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final byte[] prefix;
    private final int bits;

    private Network(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /**
     * Reads {@code address/bits} or a single address.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static Network parse(String text) {
        String[] parts = text.split("/", -1);
        byte[] address = literal(parts[0])
                .orElseThrow(() -> new IllegalArgumentException(text + " is no network such as 10.0.0.0/8 or fd00::/8"))
                .getAddress();
        int most = address.length * Byte.SIZE;
        if (parts.length == 1) {
            return new Network(address, most);
        }
        if (parts.length > 2 || !parts[1].matches("\\d{1,3}") || Integer.parseInt(parts[1]) > most) {
            throw new IllegalArgumentException(text + " is no network: its bits must lie in 0.." + most);
        }
        return new Network(address, Integer.parseInt(parts[1]));
    }

    /**
     * The address that a text spells out, or nothing when it is a name. IPv6 without brackets. Only the plain spelling of
     * IPv4 is one: what reads {@code 0177.1} as an address is no two programs' common opinion.
     */
    static Optional<InetAddress> literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException unreadable) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int mask = 0xff00 >> bits % Byte.SIZE & 0xff;
        return Arrays.equals(prefix, 0, whole, other, 0, whole)
                && (whole == prefix.length || (prefix[whole] & mask) == (other[whole] & mask));
    }
}
