package dev.millrace.core.store;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement that exists in several variants, written once. Which variant is wanted is said by choices, {@code name=value};
 * both are lower-case words, so that nothing but an identifier can ever come into a statement. Values of users are parameters,
 * here as everywhere.
 *
 * <ul>
 *   <li>{@code --? name=value|other} at the end of a line: the line stands only when the choice is one of these; several
 *       conditions must all hold;
 *   <li>{@code --[ name=value} and {@code --]} alone on a line: the same for all lines between, which may hold further ones;
 *   <li>{@code --> name} alone on a line: the template of this name stands here;
 *   <li><code>{name}</code>: the choice itself.
 * </ul>
 */
final class SqlTemplate {
    private static final Pattern CHOICE = Pattern.compile("([a-z_]+)=([a-z_]+)");
    private static final Pattern WORD = Pattern.compile("\\{([a-z_]+)}");
    private static final String CONDITION = "--?";
    private static final String BLOCK = "--[";
    private static final String BLOCK_END = "--]";
    private static final String PART = "--> ";

    private final UnaryOperator<String> templates;
    private final Map<String, String> choices;

    private SqlTemplate(UnaryOperator<String> templates, Map<String, String> choices) {
        this.templates = templates;
        this.choices = choices;
    }

    /**
     * The statement of these choices.
     *
     * @param name of the template
     * @param choices {@code name=value}, joined by {@code &}
     * @param templates finds a template by its name
     * @throws IllegalArgumentException when a choice is no word, or one that the template names is not made
     */
    static String render(String name, String choices, UnaryOperator<String> templates) {
        Map<String, String> made = new LinkedHashMap<>();
        for (String choice : choices.split("&", -1)) {
            Matcher matcher = CHOICE.matcher(choice);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not a choice: " + choice);
            }
            made.put(matcher.group(1), matcher.group(2));
        }
        return new SqlTemplate(templates, made).lines(name).collect(Collectors.joining("\n", "", "\n"));
    }

    private Stream<String> lines(String name) {
        Deque<Boolean> blocks = new ArrayDeque<>();
        return templates.apply(name).lines().toList().stream().flatMap(line -> {
            String bare = line.strip();
            if (bare.startsWith(BLOCK)) {
                blocks.push(isChosen(bare.substring(BLOCK.length())));
                return Stream.empty();
            }
            if (bare.equals(BLOCK_END)) {
                blocks.pop();
                return Stream.empty();
            }
            if (blocks.contains(false)) {
                return Stream.empty();
            }
            if (bare.startsWith(PART)) {
                return lines(bare.substring(PART.length()));
            }
            int condition = line.indexOf(CONDITION);
            if (condition < 0) {
                return Stream.of(withWords(line));
            }
            return isChosen(line.substring(condition + CONDITION.length()))
                    ? Stream.of(withWords(line.substring(0, condition).stripTrailing()))
                    : Stream.empty();
        });
    }

    private boolean isChosen(String conditions) {
        return Arrays.stream(conditions.strip().split(" ")).allMatch(condition -> {
            List<String> sides = List.of(condition.split("=", 2));
            return List.of(sides.getLast().split("\\|")).contains(choice(sides.getFirst()));
        });
    }

    private String withWords(String line) {
        return line.startsWith("--")
                ? line
                : WORD.matcher(line).replaceAll(word -> Matcher.quoteReplacement(choice(word.group(1))));
    }

    private String choice(String name) {
        String choice = choices.get(name);
        if (choice == null) {
            throw new IllegalArgumentException("no choice is made of " + name);
        }
        return choice;
    }
}
