package org.fscensus.scanlog.codec;

/** The checksum of bzip2: that of gzip, the highest bit first. */
final class Bzip2Crc {
    private static final int POLYNOMIAL = 0x04c11db7;

    /** What a byte does that is followed by so many others of the same step. */
    private static final int[][] TABLES = tables();

    private int value = -1;

    private static int[][] tables() {
        int[][] tables = new int[4][256];
        for (int b = 0; b < 256; b++) {
            int crc = b << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            tables[0][b] = crc;
        }
        for (int b = 0; b < 256; b++) {
            for (int step = 1; step < 4; step++) {
                int before = tables[step - 1][b];
                tables[step][b] = before << 8 ^ tables[0][before >>> 24];
            }
        }
        return tables;
    }

    void reset() {
        value = -1;
    }

    void update(byte[] bytes, int from, int length) {
        int[] t0 = TABLES[0];
        int[] t1 = TABLES[1];
        int[] t2 = TABLES[2];
        int[] t3 = TABLES[3];
        int crc = value;
        int at = from;
        int end = from + length;
        for (; at + 4 <= end; at += 4) {
            crc = t3[crc >>> 24 ^ (bytes[at] & 0xff)]
                    ^ t2[(crc >>> 16 ^ bytes[at + 1]) & 0xff]
                    ^ t1[(crc >>> 8 ^ bytes[at + 2]) & 0xff]
                    ^ t0[(crc ^ bytes[at + 3]) & 0xff];
        }
        for (; at < end; at++) {
            crc = crc << 8 ^ t0[crc >>> 24 ^ (bytes[at] & 0xff)];
        }
        value = crc;
    }

    int value() {
        return ~value;
    }
}
