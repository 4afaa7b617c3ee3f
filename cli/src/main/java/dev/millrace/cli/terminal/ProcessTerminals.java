package dev.millrace.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The terminals of this process. The width is that at the first question: nobody tells Java when it changes. */
final class ProcessTerminals implements Terminals {
    private static final int USUAL_COLUMNS = 80;
    private static final Pattern COLUMNS = Pattern.compile("[1-9][0-9]{0,3}");
    /** No terminal is so narrow that a line of ten characters would not fit. */
    private static final int FEWEST_COLUMNS = 10;

    private final Map<String, String> environment;
    private int columns;

    ProcessTerminals(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public boolean isInput() {
        return isTerminal(0);
    }

    @Override
    public boolean isOutput() {
        return isTerminal(1);
    }

    @Override
    public boolean isError() {
        return isTerminal(2);
    }

    @Override
    public synchronized int columns() {
        if (columns == 0) {
            String told = environment.getOrDefault("COLUMNS", "");
            String known = COLUMNS.matcher(told).matches() ? told : ofTerminal();
            columns = COLUMNS.matcher(known).matches()
                    ? Math.max(FEWEST_COLUMNS, Integer.parseInt(known))
                    : USUAL_COLUMNS;
        }
        return columns;
    }

    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            // Where there is no such link, Java only tells of all streams together.
            return System.console() != null;
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Nothing where there is no {@code stty}. */
    private static String ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return "";
            }
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.substring(size.indexOf(' ') + 1);
        } catch (IOException none) {
            return "";
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
