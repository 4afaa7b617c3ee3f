package dev.millrace.core.job;

/**
 * How far an attempt has come, in its handler's own words.
 *
 * @param percent 0 to 100
 * @param message what the handler is doing; may be null
 */
public record Progress(int percent, String message) {
    public Progress {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent must lie in 0..100, not " + percent);
        }
    }
}
