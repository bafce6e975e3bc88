package org.fscensus.rest;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses an answer while it is written, on the thread that writes it. The HTTP server could do so too, but only
 * decides when the answer is on its way, too late for its tag; and it compresses on the event loop, from a queue without
 * a bound, while the one who writes runs ahead.
 */
final class GzipBody implements StreamingOutput {
    /** The quickest: 6 makes a list of directories a fifth smaller, for four times the processor time. */
    private static final int LEVEL = 1;

    private static final int BUFFER_BYTES = 1 << 13;

    private final StreamingOutput plain;

    GzipBody(StreamingOutput plain) {
        this.plain = plain;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        Gzip gzip = new Gzip(out);
        try {
            plain.write(gzip);
            gzip.finish();
        } finally {
            gzip.free();
        }
    }

    /** Ends in a trailer only where it is finished: closing it would add one to an answer that broke off. */
    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(LEVEL);
        }

        /** Gives back the memory outside the heap. */
        void free() {
            def.end();
        }
    }
}
