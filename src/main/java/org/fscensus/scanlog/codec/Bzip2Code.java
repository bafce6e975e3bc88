package org.fscensus.scanlog.codec;

import java.io.IOException;
import java.util.Arrays;

/** One of a block's prefix codes, with a table for all but its longest words. To be filled anew for each block. */
final class Bzip2Code {
    static final int LONGEST = 20;

    private static final int TABLE_BITS = 11;
    private static final int MOST_SYMBOLS = 258;

    /** By the next bits: symbol times 32 plus length of its word; 0 where the word is longer. */
    private final short[] table = new short[1 << TABLE_BITS];

    /** Symbols in order of their words. */
    private final int[] sorted = new int[MOST_SYMBOLS];

    /** One past the last word of each length, and what is to be added to a word to find its symbol. */
    private final int[] limit = new int[LONGEST + 1];

    private final int[] shift = new int[LONGEST + 1];
    private int longest;

    /**
     * Makes the code of those lengths.
     *
     * @param lengths of all symbols' words, 1 to {@link #LONGEST}
     * @return false if there is none
     */
    boolean fill(byte[] lengths, int symbols) {
        Arrays.fill(table, (short) 0);
        int word = 0;
        int known = 0;
        for (int length = 1; length <= LONGEST; length++) {
            shift[length] = known - word;
            for (int symbol = 0; symbol < symbols; symbol++) {
                if (lengths[symbol] == length) {
                    if (word >> length != 0) {
                        return false;
                    }
                    enter(symbol, word, length);
                    sorted[known++] = symbol;
                    word++;
                    longest = length;
                }
            }
            limit[length] = word;
            word <<= 1;
        }
        return true;
    }

    private void enter(int symbol, int word, int length) {
        if (length <= TABLE_BITS) {
            int from = word << (TABLE_BITS - length);
            Arrays.fill(table, from, from + (1 << (TABLE_BITS - length)), (short) (symbol << 5 | length));
        }
    }

    /** The next symbol, or -1 where the bits are no word. */
    int next(BitFeed bits) throws IOException {
        // A block is followed by 80 bits at least, so there are always enough to look at.
        int ahead = bits.peek(LONGEST);
        int entry = table[ahead >>> (LONGEST - TABLE_BITS)];
        if (entry != 0) {
            bits.skip(entry & 31);
            return entry >>> 5;
        }
        for (int length = TABLE_BITS + 1; length <= longest; length++) {
            int word = ahead >>> (LONGEST - length);
            if (word < limit[length]) {
                bits.skip(length);
                return sorted[word + shift[length]];
            }
        }
        return -1;
    }
}
