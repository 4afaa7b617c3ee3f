package dev.millrace.core.joblog;

import java.util.List;

/**
 * What one look at the end of the log has shown.
 *
 * @param tail where the next look goes on
 * @param lines what is new, in the order of writing
 * @param skipped how many new lines are left out before them, because there were more than were wanted; at least so many when
 *     it is the greatest number that is counted
 */
public record LogNews(LogTail tail, List<StoredLine> lines, long skipped) {
    public LogNews {
        lines = List.copyOf(lines);
    }
}
