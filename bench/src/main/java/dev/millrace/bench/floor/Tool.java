package dev.millrace.bench.floor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody else's load generator. */
final class Tool {
    private Tool() {}

    /**
     * Runs it, and takes the rate out of what it prints.
     *
     * @param answer whose first group is the rate
     * @return nothing when there is no such tool
     * @throws IllegalStateException when it tells no rate
     */
    static OptionalDouble rate(List<String> command, Map<String, String> environment, String answer)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException notHere) {
            return OptionalDouble.empty();
        }
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher rate = Pattern.compile(answer).matcher(printed);
        if (!rate.find()) {
            throw new IllegalStateException(command.get(0) + " told no rate:\n" + printed);
        }
        return OptionalDouble.of(Double.parseDouble(rate.group(1)));
    }
}
