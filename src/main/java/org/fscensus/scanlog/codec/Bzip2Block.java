package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.util.Arrays;

/**
 * One block of a bzip2 stream: read whole, then given piece by piece. Written after the description of the format in
 * bzip2's manual and its well-known steps: prefix codes, move to front, Burrows-Wheeler transform, runs.
 */
final class Bzip2Block {
    private static final int MOST_BYTES = 900_000;
    private static final int GROUP = 50;
    private static final int RUN_A = 0;
    private static final int RUN_B = 1;
    /** After so many equal bytes stands how many more there are. */
    private static final int RUN = 4;

    private final Bzip2Code[] codes = new Bzip2Code[6];
    private final byte[] selectors = new byte[1 << 15];
    private final byte[] lengths = new byte[258];
    private final byte[] used = new byte[256];
    private final int[] counts = new int[256];

    /** The transformed bytes in the lowest 8 bits; above them the place of the byte that comes next. */
    private final int[] chain = new int[MOST_BYTES];

    private int size;

    private int at;
    private int left;
    private int last;
    private int equal;
    private int repeats;
    private final Bzip2Crc crc = new Bzip2Crc();
    private int expectedCrc;

    Bzip2Block() {
        for (int i = 0; i < codes.length; i++) {
            codes[i] = new Bzip2Code();
        }
    }

    /**
     * Reads a block from behind its magic.
     *
     * @return what is wrong with it, or an empty string
     * @throws java.io.EOFException if it ends too soon
     */
    String read(BitFeed bits) throws IOException {
        expectedCrc = bits.read(32);
        if (bits.read(1) != 0) {
            return "it is randomised, as bzip2 did before version 0.9.5, which is not supported";
        }
        int origin = bits.read(24);
        int symbols = readUsed(bits) + 2;
        if (symbols == 2) {
            return "it has no bytes";
        }
        int groups = bits.read(3);
        int selectorCount = bits.read(15);
        if (groups < 2 || groups > codes.length || selectorCount == 0) {
            return "its number of codes is wrong";
        }
        if (!readSelectors(bits, groups, selectorCount) || !readCodes(bits, groups, symbols)) {
            return "its codes are wrong";
        }
        if (!readBytes(bits, symbols, selectorCount)) {
            return "its codes do not fit its content";
        }
        if (origin >= size) {
            return "its origin lies outside of it";
        }
        link();
        at = chain[origin] >>> 8;
        left = size;
        last = -1;
        equal = 0;
        repeats = 0;
        crc.reset();
        return "";
    }

    /** Reads which bytes occur; how many. */
    private int readUsed(BitFeed bits) throws IOException {
        int ranges = bits.read(16);
        int count = 0;
        for (int range = 0; range < 16; range++) {
            if ((ranges & 0x8000 >>> range) != 0) {
                int present = bits.read(16);
                for (int i = 0; i < 16; i++) {
                    if ((present & 0x8000 >>> i) != 0) {
                        used[count++] = (byte) (range * 16 + i);
                    }
                }
            }
        }
        return count;
    }

    private boolean readSelectors(BitFeed bits, int groups, int count) throws IOException {
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < count; i++) {
            int place = 0;
            while (bits.read(1) != 0) {
                place++;
                if (place >= groups) {
                    return false;
                }
            }
            byte selected = order[place];
            System.arraycopy(order, 0, order, 1, place);
            order[0] = selected;
            selectors[i] = selected;
        }
        return true;
    }

    private boolean readCodes(BitFeed bits, int groups, int symbols) throws IOException {
        for (int group = 0; group < groups; group++) {
            int length = bits.read(5);
            for (int symbol = 0; symbol < symbols; symbol++) {
                while (true) {
                    if (length < 1 || length > Bzip2Code.LONGEST) {
                        return false;
                    }
                    if (bits.read(1) == 0) {
                        break;
                    }
                    length += bits.read(1) == 0 ? 1 : -1;
                }
                lengths[symbol] = (byte) length;
            }
            if (!codes[group].fill(lengths, symbols)) {
                return false;
            }
        }
        return true;
    }

    /** Undoes the prefix codes, the runs of the front byte and the moves to the front. */
    private boolean readBytes(BitFeed bits, int symbols, int selectorCount) throws IOException {
        Arrays.fill(counts, 0);
        byte[] front = used;
        int end = symbols - 1;
        int have = 0;
        int run = 0;
        int runUnit = 1;
        for (int group = 0; group < selectorCount; group++) {
            Bzip2Code code = codes[selectors[group]];
            for (int i = 0; i < GROUP; i++) {
                int symbol = code.next(bits);
                if (symbol == RUN_A || symbol == RUN_B) {
                    run += runUnit << symbol;
                    runUnit <<= 1;
                    if (run > MOST_BYTES) {
                        return false;
                    }
                    continue;
                }
                if (run > 0) {
                    if (have + run > MOST_BYTES) {
                        return false;
                    }
                    int b = front[0] & 0xff;
                    counts[b] += run;
                    Arrays.fill(chain, have, have + run, b);
                    have += run;
                    run = 0;
                    runUnit = 1;
                }
                if (symbol == end) {
                    size = have;
                    return true;
                }
                if (symbol < 0 || have == MOST_BYTES) {
                    return false;
                }
                int place = symbol - 1;
                byte b = front[place];
                if (place < 16) {
                    for (int j = place; j > 0; j--) {
                        front[j] = front[j - 1];
                    }
                } else {
                    System.arraycopy(front, 0, front, 1, place);
                }
                front[0] = b;
                counts[b & 0xff]++;
                chain[have++] = b & 0xff;
            }
        }
        return false;
    }

    /** Undoes the transform: each byte is told the place of the next. */
    private void link() {
        int before = 0;
        for (int b = 0; b < 256; b++) {
            int count = counts[b];
            counts[b] = before;
            before += count;
        }
        for (int i = 0; i < size; i++) {
            chain[counts[chain[i] & 0xff]++] |= i << 8;
        }
    }

    /** Gives the next bytes, fewer than asked for only at the block's end. */
    int take(byte[] into, int from, int length) {
        int to = from;
        int end = from + length;
        while (to < end) {
            if (repeats > 0) {
                int n = Math.min(repeats, end - to);
                Arrays.fill(into, to, to + n, (byte) last);
                to += n;
                repeats -= n;
                continue;
            }
            if (left == 0) {
                break;
            }
            int entry = chain[at];
            int b = entry & 0xff;
            at = entry >>> 8;
            left--;
            if (equal == RUN) {
                repeats = b;
                equal = 0;
                continue;
            }
            equal = b == last ? equal + 1 : 1;
            last = b;
            into[to++] = (byte) b;
        }
        crc.update(into, from, to - from);
        return to - from;
    }

    /** Whether all bytes, once they have been taken, are those that were compressed. */
    boolean isRight() {
        return crc.value() == expectedCrc;
    }

    int crc() {
        return expectedCrc;
    }
}
