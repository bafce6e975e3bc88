package org.fscensus.census;

import java.util.List;

/** The size buckets, by allocated bytes; the one place that knows their bounds. */
public final class SizeBuckets {
    private static final long[] UPPER_BYTES = {
        1L << 10, 10L << 10, 100L << 10, 1L << 20, 10L << 20, 100L << 20, 1L << 30, 10L << 30, 100L << 30
    };
    private static final List<String> LABELS = List.of(
            "under 1 KiB",
            "1 to 10 KiB",
            "10 to 100 KiB",
            "100 KiB to 1 MiB",
            "1 to 10 MiB",
            "10 to 100 MiB",
            "100 MiB to 1 GiB",
            "1 to 10 GiB",
            "10 to 100 GiB",
            "100 GiB and more");

    /** How many there are. */
    public static final int COUNT = UPPER_BYTES.length + 1;

    private static final byte[] BUCKET_OF_MAGNITUDE = bucketOfMagnitude();

    private SizeBuckets() {}

    /** The bucket of a file of so many allocated bytes. */
    public static int bucketOf(long allocatedBytes) {
        int bucket = BUCKET_OF_MAGNITUDE[Long.SIZE - Long.numberOfLeadingZeros(allocatedBytes)];
        return bucket < UPPER_BYTES.length && allocatedBytes >= UPPER_BYTES[bucket] ? bucket + 1 : bucket;
    }

    /** By the number of a size's bits: the bucket of the least size that has as many. At most one bound is among them. */
    private static byte[] bucketOfMagnitude() {
        byte[] buckets = new byte[Long.SIZE];
        for (int bits = 1; bits < buckets.length; bits++) {
            int bucket = 0;
            while (bucket < UPPER_BYTES.length && 1L << (bits - 1) >= UPPER_BYTES[bucket]) {
                bucket++;
            }
            buckets[bits] = (byte) bucket;
        }
        return buckets;
    }

    /** The least size of a bucket, in bytes. */
    public static long lowerBytes(int bucket) {
        return bucket == 0 ? 0 : UPPER_BYTES[bucket - 1];
    }

    /** What users read for a bucket. */
    public static String label(int bucket) {
        return LABELS.get(bucket);
    }
}
