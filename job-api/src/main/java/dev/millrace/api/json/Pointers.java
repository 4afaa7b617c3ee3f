package dev.millrace.api.json;

/** JSON Pointers (RFC 6901). */
public final class Pointers {
    private Pointers() {}

    /** The pointer to a member of what {@code parent} points to. */
    public static String child(String parent, String name) {
        return parent + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to an element of what {@code parent} points to. */
    public static String child(String parent, int index) {
        return parent + "/" + index;
    }
}
