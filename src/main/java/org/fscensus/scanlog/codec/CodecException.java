package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.util.Locale;

/** A compressed file that cannot be decompressed; the message names file, codec, offset, reason and remedy. */
public final class CodecException extends IOException {
    private static final long serialVersionUID = 1;

    private final long offset;
    private final boolean cutOff;

    private CodecException(long offset, boolean cutOff, String message) {
        super(message);
        this.offset = offset;
        this.cutOff = cutOff;
    }

    /** Its bytes are not what the format asks for, or they end too soon. */
    static CodecException damaged(CompressedBytes file, Codec codec, long offset, String why) {
        boolean cutOff = offset >= file.size();
        return new CodecException(
                offset,
                cutOff,
                String.format(
                        Locale.ROOT,
                        "%s: its %s data %s at byte %d of the file's %d: %s; copy the file again, or have it written anew",
                        file.name(),
                        codec.id(),
                        cutOff ? "are cut off" : "are damaged",
                        offset,
                        file.size(),
                        why));
    }

    /** It may be whole, but takes what is not there to be had. */
    static CodecException refused(CompressedBytes file, Codec codec, long offset, String why) {
        return new CodecException(
                offset,
                false,
                String.format(
                        Locale.ROOT,
                        "%s: its %s data cannot be read from byte %d of the file on: %s",
                        file.name(),
                        codec.id(),
                        offset,
                        why));
    }

    /** Whether all that is wrong is that the file ends too soon. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Where in the compressed file, as near as the format tells. */
    public long offset() {
        return offset;
    }
}
