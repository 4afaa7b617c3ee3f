package dev.millrace.api.directory;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/**
 * A schema's pattern, read as ECMA-262 has it, to which JSON Schema refers: {@code $} is the very end of a text. To Java it
 * is also the place before a last line end, so that a line end would pass where a pattern allows none.
 */
final class SchemaPattern {
    private SchemaPattern() {}

    /** @throws java.util.regex.PatternSyntaxException when it is none */
    static RegularExpression compile(String written) {
        Pattern pattern = Pattern.compile(withStrictEnd(written));
        return text -> pattern.matcher(text).find();
    }

    private static String withStrictEnd(String written) {
        StringBuilder strict = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < written.length(); i++) {
            char next = written.charAt(i);
            if (next == '\\' && i + 1 < written.length()) {
                strict.append(next).append(written.charAt(++i));
            } else if (next == '$' && !inClass) {
                strict.append("\\z");
            } else {
                inClass = next == '[' || inClass && next != ']';
                strict.append(next);
            }
        }
        return strict.toString();
    }
}
