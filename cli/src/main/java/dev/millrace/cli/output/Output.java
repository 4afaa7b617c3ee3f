package dev.millrace.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.terminal.Surroundings;
import java.io.PrintStream;
import java.util.function.Function;

/** Shows answers: data on standard output, messages on standard error. */
public final class Output {
    private static final String DUMB = "dumb";

    private final Surroundings surroundings;
    private final Format format;
    private final Times times;

    public Output(Surroundings surroundings, OutputOptions options) {
        this.surroundings = surroundings;
        this.format = options.format();
        this.times = new Times(surroundings.clock(), options.timesAsTheyAre());
    }

    public boolean isJson() {
        return format == Format.json;
    }

    public Times times() {
        return times;
    }

    public PrintStream out() {
        return surroundings.out();
    }

    public PrintStream err() {
        return surroundings.err();
    }

    public boolean isTerminal() {
        return surroundings.terminals().isOutput();
    }

    /** Whether lines of standard output may be drawn again in their place. */
    public boolean isLive() {
        return surroundings.terminals().isOutput() && !isDumb();
    }

    /** Whether lines of standard error may be drawn again in their place. */
    public boolean isErrorLive() {
        return surroundings.terminals().isError() && !isDumb();
    }

    public int columns() {
        return surroundings.terminals().columns();
    }

    /** See no-color.org. */
    public boolean hasColours() {
        return isLive()
                && surroundings.environment().getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** {@code answer} as it is, or what {@code people} read of it. */
    public void show(JsonNode answer, Function<JsonNode, Table> people) {
        if (isJson()) {
            json(answer);
        } else {
            table(people.apply(answer));
        }
    }

    /** One document; indented where somebody sees it. */
    public void json(JsonNode document) {
        out().println(isTerminal() ? JsonText.indented(document) : JsonText.line(document));
        out().flush();
    }

    /**
     * One of many documents, on a line.
     *
     * @return whether anybody still reads
     */
    public boolean jsonLine(JsonNode document) {
        out().println(JsonText.line(document));
        return !out().checkError();
    }

    /** Nothing is printed of a table without rows but a message. */
    public void table(Table table) {
        if (table.isEmpty()) {
            say("There are none.");
            return;
        }
        table.lines(isTerminal() ? columns() : 0, hasColours()).forEach(out()::println);
        out().flush();
    }

    public void line(String text) {
        out().println(text);
        out().flush();
    }

    /** A message. */
    public void say(String text) {
        err().println(Plain.lines(text));
        err().flush();
    }

    private boolean isDumb() {
        return DUMB.equals(surroundings.environment().get("TERM"));
    }
}
