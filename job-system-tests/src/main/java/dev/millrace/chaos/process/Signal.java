package dev.millrace.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What a process can be sent. */
public enum Signal {
    KILL,
    TERM,
    STOP,
    CONT,
    QUIT;

    /** Sends it; a process that is gone takes no notice. */
    public void send(long processId) {
        try {
            new ProcessBuilder("kill", "-s", name(), Long.toString(processId))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
