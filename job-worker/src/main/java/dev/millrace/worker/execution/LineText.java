package dev.millrace.worker.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.store.StorableText;

/**
 * A line's text as PostgreSQL can hold it, and no longer than it may be.
 *
 * @param fields a JSON object, or null when there are none
 */
public record LineText(String message, String fields) {
    private static final String CUT = "… (cut)";
    private static final String CUT_FIELD = "fields_cut";

    /**
     * @param fields names and values in turn
     * @param longest how many characters message and fields may have together
     */
    public static LineText of(String message, Object[] fields, int longest) {
        String shown = cut(text(message), longest);
        if (fields == null || fields.length == 0) {
            return new LineText(shown, null);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int room = longest - shown.length();
        for (int i = 0; i < fields.length; i += 2) {
            boolean named = i + 1 < fields.length;
            Object value = named ? fields[i + 1] : fields[i];
            String name = named ? cut(text(fields[i]), 100) : value instanceof Throwable ? "error" : "value";
            room -= name.length();
            if (room <= 0) {
                object.put(CUT_FIELD, true);
                break;
            }
            room -= put(object, name, value, room);
        }
        return new LineText(shown, object.toString());
    }

    /** Returns how many characters it has taken. */
    private static int put(ObjectNode object, String name, Object value, int room) {
        switch (value) {
            case null -> object.putNull(name);
            case Boolean truth -> object.put(name, truth);
            case Integer number -> object.put(name, number);
            case Long number -> object.put(name, number);
            case Short number -> object.put(name, number);
            case Double number when Double.isFinite(number) -> object.put(name, number);
            case Float number when Float.isFinite(number) -> object.put(name, number);
            default -> {
                String text = cut(text(value), room);
                object.put(name, text);
                return text.length();
            }
        }
        return name.length();
    }

    /** Whatever a handler passes must not fail the handler. */
    private static String text(Object value) {
        try {
            return StorableText.of(String.valueOf(value));
        } catch (RuntimeException | StackOverflowError unspeakable) {
            return "(" + value.getClass().getName() + " cannot be shown)";
        }
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Math.max(0, longest - CUT.length());
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + CUT;
    }
}
