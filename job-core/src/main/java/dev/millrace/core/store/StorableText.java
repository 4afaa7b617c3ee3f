package dev.millrace.core.store;

/** Text as PostgreSQL can hold it: NUL and lone surrogates, which it cannot, are shown as U+FFFD. */
public final class StorableText {
    private StorableText() {}

    /** The same text where it can be held as it is; null stays null. */
    public static String of(String text) {
        if (text == null) {
            return null;
        }
        StringBuilder storable = null;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean pairBegins = Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pairBegins) {
                i++;
            } else if (unit == 0 || Character.isSurrogate(unit)) {
                if (storable == null) {
                    storable = new StringBuilder(text);
                }
                storable.setCharAt(i, '\uFFFD');
            }
        }
        return storable == null ? text : storable.toString();
    }
}
