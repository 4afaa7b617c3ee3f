package dev.millrace.core.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of ticks that are a minute late or more, because no scheduler ran. */
public enum MisfirePolicy {
    /** Only the last of them fires. */
    FIRE_ONCE,
    /** None of them fires. */
    SKIP,
    /** All of them fire, but at most the last hundred. */
    FIRE_ALL;

    /** How many late ticks {@link #FIRE_ALL} makes up for at most. */
    public static final int MOST = 100;

    /** As the API and the database write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MisfirePolicy> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.wireName().equals(name))
                .findFirst();
    }
}
