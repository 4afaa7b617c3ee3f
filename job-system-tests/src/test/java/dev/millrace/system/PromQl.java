package dev.millrace.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus's query language asks for: the series that its selectors name with the labels they match, and the
 * labels it groups or joins by.
 *
 * @param series by name, the labels matched
 * @param groupings labels after {@code by}, {@code on} and the like
 */
record PromQl(Map<String, Set<String>> series, Set<String> groupings) {
    private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'"
            + "|\\$?[a-zA-Z_:][a-zA-Z0-9_:.]*|[0-9][0-9a-zA-Z.+]*|=~|!~|!=|==|>=|<=|[-+*/%^<>=(){}\\[\\],@:]");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");
    private static final Set<String> MATCHING = Set.of("=", "!=", "=~", "!~");

    static PromQl parse(String expression) {
        return new Reading(tokens(expression)).all();
    }

    private static List<String> tokens(String expression) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(expression);
        int end = 0;
        while (token.find()) {
            if (!expression.substring(end, token.start()).isBlank()) {
                throw new IllegalArgumentException(
                        "not understood: " + expression.substring(end, token.start()) + " in " + expression);
            }
            tokens.add(token.group());
            end = token.end();
        }
        return tokens;
    }

    private static final class Reading {
        private final List<String> tokens;
        private final Map<String, Set<String>> series = new TreeMap<>();
        private final Set<String> groupings = new TreeSet<>();
        private int at;

        private Reading(List<String> tokens) {
            this.tokens = tokens;
        }

        private PromQl all() {
            while (at < tokens.size()) {
                String token = tokens.get(at++);
                if (token.equals("[")) {
                    at = tokens.subList(at, tokens.size()).indexOf("]") + at + 1;
                } else if (NAME.matcher(token).matches()) {
                    named(token);
                }
            }
            return new PromQl(series, groupings);
        }

        private void named(String name) {
            if (GROUPING.contains(name)) {
                if (next().equals("(")) {
                    at++;
                    while (!next().equals(")")) {
                        String label = tokens.get(at++);
                        if (!label.equals(",")) {
                            groupings.add(label);
                        }
                    }
                    at++;
                }
            } else if (!WORDS.contains(name.toLowerCase(Locale.ROOT)) && !isFunction()) {
                Set<String> labels = series.computeIfAbsent(name, ignored -> new TreeSet<>());
                if (next().equals("{")) {
                    at++;
                    while (!next().equals("}")) {
                        String label = tokens.get(at++);
                        if (MATCHING.contains(next())) {
                            labels.add(label);
                            at += 2;
                        }
                    }
                    at++;
                }
            }
        }

        private boolean isFunction() {
            return next().equals("(")
                    || GROUPING.contains(next()) && !next().equals("on") && !next().equals("ignoring");
        }

        private String next() {
            return at < tokens.size() ? tokens.get(at) : "";
        }
    }
}
