package dev.millrace.api.submit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The preference {@code return} of a {@code Prefer} header (RFC 7240). A preference that cannot be understood is ignored, as the RFC
 * demands.
 */
enum ReturnPreference {
    /** The whole of what was made; what is told to those who prefer nothing. */
    REPRESENTATION,
    /** Only what names it. Of a bulk of 1,000 jobs the rest is some 800 KB that most callers have no use for. */
    MINIMAL;

    static final String HEADER = "Prefer";
    static final String APPLIED_HEADER = "Preference-Applied";
    static final String APPLIED = "return=minimal";

    private static final Pattern IS_MINIMAL =
            Pattern.compile("\\s*return\\s*=\\s*\"?minimal\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    /** @param headers the values of {@code Prefer}, or null */
    static ReturnPreference parse(List<String> headers) {
        if (headers == null) {
            return REPRESENTATION;
        }
        for (String header : headers) {
            for (String preference : header.split(",")) {
                if (IS_MINIMAL.matcher(preference).matches()) {
                    return MINIMAL;
                }
            }
        }
        return REPRESENTATION;
    }
}
