package org.fscensus.scanlog.codec;

/**
 * How much text a compressed file may hold: a few bytes can be made to stand for terabytes, which would keep the service
 * busy for days.
 *
 * @param times as many times the file's own size
 * @param always bytes of text that every file may hold, whatever its size; they take seconds
 */
public record ExpansionLimit(int times, long always) {
    /** None at all. */
    public static final ExpansionLimit NONE = new ExpansionLimit(1, Long.MAX_VALUE);

    private static final long ALWAYS = 1L << 30;

    /** @throws IllegalArgumentException if no text is allowed */
    public ExpansionLimit {
        if (times < 1 || always < 0) {
            throw new IllegalArgumentException("a text is as large as its file at least");
        }
    }

    /** With a gigabyte of text that every file may hold. */
    public static ExpansionLimit times(int times) {
        return new ExpansionLimit(times, ALWAYS);
    }

    /** Bytes of text that a file of that size may hold. */
    long of(long compressedBytes) {
        long most = compressedBytes > Long.MAX_VALUE / times ? Long.MAX_VALUE : compressedBytes * times;
        return Math.max(always, most);
    }
}
