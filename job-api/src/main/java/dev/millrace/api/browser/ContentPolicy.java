package dev.millrace.api.browser;

/** What a page may load and run (Content-Security-Policy), by where it lies. No page runs inline scripts. */
final class ContentPolicy {
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The reference pages write their styles while they run, and search in a worker made of a blob. */
    private static final String REFERENCE = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String DASHBOARD =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private ContentPolicy() {}

    static String at(String path) {
        if (isBelow(path, "/docs") || isBelow(path, "/redoc")) {
            return REFERENCE;
        }
        if (isBelow(path, "/dashboard") || isBelow(path, "/ops")) {
            return DASHBOARD;
        }
        return NOTHING;
    }

    private static boolean isBelow(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
