package dev.millrace.cli.submit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Knows how much of it was read. */
final class CountedInput extends FilterInputStream {
    private final AtomicLong bytes = new AtomicLong();

    CountedInput(InputStream in) {
        super(in);
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        bytes.addAndGet(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        bytes.addAndGet(Math.max(0, read));
        return read;
    }
}
