package dev.millrace.core.encryption;

/** What was asked for needs something sealed that cannot be read here; nothing was changed. */
public final class SealedAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Unreadable reason;

    public SealedAway(Unreadable reason) {
        super(reason.detail(), null, false, false);
        this.reason = reason;
    }

    /** What is wrong. */
    public Unreadable reason() {
        return reason;
    }

    /**
     * The same JSON, which is not to be stored as if it were the text that it stands for.
     *
     * @throws SealedAway when it tells that something could not be read
     */
    public static String readable(String json) {
        Unreadable.in(json).ifPresent(reason -> {
            throw new SealedAway(reason);
        });
        return json;
    }
}
