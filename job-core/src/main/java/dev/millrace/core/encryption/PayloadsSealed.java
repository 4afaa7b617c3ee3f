package dev.millrace.core.encryption;

import java.util.Collection;

/** Jobs were asked for by what their payloads hold, where payloads may be encrypted and some would be missed in silence. */
public final class PayloadsSealed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private PayloadsSealed() {
        super("payloads may be encrypted here", null, false, false);
    }

    /** @throws PayloadsSealed when there are conditions on payloads, and these may be sealed */
    public static void refuse(Sealing sealing, Collection<?> conditionsOnPayloads) {
        if (!conditionsOnPayloads.isEmpty() && sealing.mayHidePayloads()) {
            throw new PayloadsSealed();
        }
    }
}
