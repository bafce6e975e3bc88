package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.util.Locale;

/** A compressed file that holds more text than {@link ExpansionLimit} allows; the message names file, codec and offset. */
public final class ExpansionException extends IOException {
    private static final long serialVersionUID = 1L;

    ExpansionException(CompressedBytes file, Codec codec, long offset, long text, ExpansionLimit limit) {
        super(String.format(
                Locale.ROOT,
                "%s: its %s data had come to %d bytes of text by byte %d of the file's %d; more than %d, and than %d"
                        + " times the file's size, are not taken",
                file.name(),
                codec.id(),
                text,
                offset,
                file.size(),
                limit.always(),
                limit.times()));
    }
}
