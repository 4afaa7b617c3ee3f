package dev.millrace.api.security.sessions;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.util.NetUtil;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Slows down who guesses passwords, without letting anybody lock somebody else out:
 *
 * <ul>
 *   <li>From one address, an account may be tried 5 times; each further try must wait, twice as long each time, up to 5 minutes.
 *   <li>From one address, accounts may be tried 50 times; then likewise.
 *   <li>An account that is tried from many addresses is answered late, up to 5 seconds, but it is answered: who knows the
 *       password gets in.
 * </ul>
 *
 * <p>Tries count from the moment they begin, so that many at once gain nothing, and are forgotten 15 minutes after the last, or,
 * for the account, with a sign-in. It makes no difference whether the account exists. At most 10,000 of each are remembered, in
 * this process alone.
 */
final class SlowDown {
    static final int FREE_ON_ACCOUNT = 5;
    static final int FREE_FROM_ADDRESS = 50;
    static final int FREE_OF_DELAY = 10;
    static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    static final Duration REMEMBERED = Duration.ofMinutes(15);

    private static final long MOST_REMEMBERED = 10_000;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final int IPV4_BYTES = 4;
    private static final int NETWORK_BYTES = 8;

    private final Ticker ticker;
    private final Cache<String, Tries> onAccountFromAddress;
    private final Cache<String, Tries> fromAddress;
    private final Cache<String, Tries> onAccount;

    SlowDown(Ticker ticker) {
        this.ticker = ticker;
        onAccountFromAddress = cache();
        fromAddress = cache();
        onAccount = cache();
    }

    /** Begins a try, or says how long to wait before the next. */
    synchronized Admission admit(String account, String address) {
        String network = network(address);
        String both = account + ' ' + network;
        Duration wait = longer(
                wait(onAccountFromAddress, both, FREE_ON_ACCOUNT), wait(fromAddress, network, FREE_FROM_ADDRESS));
        if (wait.isPositive()) {
            return new Admission.Refused(wait);
        }
        count(onAccountFromAddress, both, 1);
        count(fromAddress, network, 1);
        int tries = count(onAccount, account, 1);
        return new Admission.Admitted(doubled(FIRST_DELAY, tries - FREE_OF_DELAY, LONGEST_DELAY));
    }

    /** The try that began succeeded, and does not count. */
    synchronized void succeeded(String account, String address) {
        String network = network(address);
        onAccountFromAddress.invalidate(account + ' ' + network);
        onAccount.invalidate(account);
        count(fromAddress, network, -1);
    }

    /** An IPv6 address counts by its network (/64): who has one address of it has all. */
    static String network(String address) {
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return "unknown";
        }
        return HexFormat.of().formatHex(bytes.length == IPV4_BYTES ? bytes : Arrays.copyOf(bytes, NETWORK_BYTES));
    }

    private Cache<String, Tries> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    private Duration wait(Cache<String, Tries> of, String key, int free) {
        Tries tries = of.getIfPresent(key);
        if (tries == null || tries.count < free) {
            return Duration.ZERO;
        }
        Duration pause = doubled(FIRST_WAIT, tries.count - free + 1, LONGEST_WAIT);
        return pause.minusNanos(ticker.read() - tries.lastNanos);
    }

    private int count(Cache<String, Tries> of, String key, int more) {
        Tries before = of.getIfPresent(key);
        int count = Math.max(0, (before == null ? 0 : before.count) + more);
        long last = more > 0 || before == null ? ticker.read() : before.lastNanos;
        of.put(key, new Tries(count, last));
        return count;
    }

    /** Nothing for none, the first for one, twice as much for each more. */
    private static Duration doubled(Duration first, int times, Duration most) {
        if (times <= 0) {
            return Duration.ZERO;
        }
        Duration grown = first.multipliedBy(1L << Math.min(times - 1, 20));
        return grown.compareTo(most) > 0 ? most : grown;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private record Tries(int count, long lastNanos) {}

    /** Whether a try may begin. */
    sealed interface Admission {
        /** Not yet. */
        record Refused(Duration pause) implements Admission {}

        /** It has begun; the answer is to come after this delay. */
        record Admitted(Duration delay) implements Admission {}
    }
}
