package dev.millrace.core.cron;

/**
 * The values that a field of a cron expression allows.
 *
 * @param bits bit n stands for the value n, 0..63
 * @param any whether the field was written as {@code *} or {@code ?}
 */
record AllowedValues(long bits, boolean any) {
    boolean has(int value) {
        return (bits >>> value & 1) != 0;
    }

    /** The least allowed value that is not less than {@code value}, or -1 when there is none. */
    int from(int value) {
        long rest = value > 63 ? 0 : bits >>> value << value;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }

    int least() {
        return Long.numberOfTrailingZeros(bits);
    }

    int count() {
        return Long.bitCount(bits);
    }
}
