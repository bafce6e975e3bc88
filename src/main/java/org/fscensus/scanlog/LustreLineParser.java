package org.fscensus.scanlog;

/**
 * Reads what {@code lfs find -printf} writes of a Lustre file system, a line or NUL-terminated record for each file,
 * with comment lines that begin with {@code #}:
 *
 * <pre>Fid s=Size b=Blocks u=User g=Group p=Project type=Letter perm=Mode a=Access m=Modify c=Change -- FullPath</pre>
 *
 * <p>A FID is {@code 0xSequence:0xObject:0xVersion}, of 64, 32 and 32 bits: which no other file of the file system has.
 */
final class LustreLineParser extends KeyValueLineParser {
    private static final int LONGEST = 8;
    private static final int LONGEST_SEQUENCE = 16;

    /** Of the hexadecimal number read last. */
    private long hexValue;

    LustreLineParser(ParseOptions options, Terminator terminator) {
        super(false, options, terminator);
    }

    @Override
    int head(byte[] bytes, int from) {
        int colon = hex(bytes, from, LONGEST_SEQUENCE);
        if (colon < 0 || bytes[colon] != ':') {
            return -1;
        }
        inode = hexValue;
        colon = hex(bytes, colon + 1, LONGEST);
        if (colon < 0 || bytes[colon] != ':') {
            return -1;
        }
        long object = hexValue;
        int end = hex(bytes, colon + 1, LONGEST);
        if (end < 0 || !LineEnds.isBlank(bytes[end])) {
            return -1;
        }
        generation = object << 32 | hexValue;
        return end;
    }

    /** Reads {@code 0x} and up to {@code most} digits into {@link #hexValue}; returns where they end, or -1. */
    private int hex(byte[] bytes, int from, int most) {
        if (bytes[from] != '0' || bytes[from + 1] != 'x') {
            return -1;
        }
        int first = from + 2;
        int at = first;
        long value = 0;
        for (int digit; (digit = digit(bytes[at])) >= 0; at++) {
            value = value << 4 | digit;
        }
        hexValue = value;
        return at > first && at - first <= most ? at : -1;
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    @Override
    boolean isComment(byte first) {
        return first == '#';
    }

    @Override
    String noHead() {
        return "does not begin with a FID (0xSequence:0xObject:0xVersion)";
    }
}
