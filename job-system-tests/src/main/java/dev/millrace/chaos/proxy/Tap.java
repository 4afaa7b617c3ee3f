package dev.millrace.chaos.proxy;

/** Sees the bytes that one connection's client has sent, in their order, as far as they were passed on. */
public interface Tap {
    void sent(byte[] bytes, int length);

    /** Sees nothing. */
    Tap NONE = (bytes, length) -> {};
}
