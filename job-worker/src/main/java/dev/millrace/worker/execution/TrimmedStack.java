package dev.millrace.worker.execution;

import dev.millrace.worker.handler.BoundHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A stack trace as it is kept with a job: the frames of the handler and of what it calls, of each cause the innermost ones.
 * What called the handler is the same for all and left out. Where all is too long, the middle is, for the last cause says
 * most.
 */
final class TrimmedStack {
    static final int LONGEST = 8_000;
    static final int MOST_FRAMES = 30;

    private static final int MOST_CAUSES = 10;
    private static final int LONGEST_MESSAGE = 1_000;
    private static final String GAP = "\n\t…\n";
    private static final String RUNNER = BoundHandler.class.getName();

    private TrimmedStack() {}

    /** @throws RuntimeException when the throwable cannot say what it is */
    static String of(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
        List<StackTraceElement> enclosing = List.of();
        for (Throwable next = thrown;
                next != null && told.size() < MOST_CAUSES && told.add(next);
                next = next.getCause()) {
            List<StackTraceElement> frames = ofTheHandler(next);
            text.append(text.isEmpty() ? "" : "Caused by: ")
                    .append(cut(next.toString()))
                    .append('\n');
            append(withoutEndOf(enclosing, frames), text);
            enclosing = frames;
        }
        return text.length() <= LONGEST ? text.toString() : withoutMiddle(text);
    }

    private static List<StackTraceElement> ofTheHandler(Throwable thrown) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().equals(RUNNER)) {
                break;
            }
            frames.add(frame);
        }
        return frames;
    }

    /** The frames that a cause shares with what it caused have been shown there. */
    private static List<StackTraceElement> withoutEndOf(
            List<StackTraceElement> enclosing, List<StackTraceElement> frames) {
        int shared = 0;
        while (shared < Math.min(enclosing.size(), frames.size())
                && enclosing.get(enclosing.size() - 1 - shared).equals(frames.get(frames.size() - 1 - shared))) {
            shared++;
        }
        return frames.subList(0, frames.size() - shared);
    }

    private static void append(List<StackTraceElement> frames, StringBuilder text) {
        frames.stream()
                .limit(MOST_FRAMES)
                .forEach(frame -> text.append("\tat ").append(frame).append('\n'));
        if (frames.size() > MOST_FRAMES) {
            text.append("\t... ").append(frames.size() - MOST_FRAMES).append(" more\n");
        }
    }

    private static String withoutMiddle(StringBuilder text) {
        int kept = (LONGEST - GAP.length()) / 2;
        return text.substring(0, kept) + GAP + text.substring(text.length() - kept);
    }

    private static String cut(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }
}
