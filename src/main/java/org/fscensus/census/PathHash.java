package org.fscensus.census;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Two independent 64-bit hashes of a path, keyed with a secret: users choose the names of their directories, and must not
 * be able to choose two that collide. For every sixteen bytes the upper half of a 128-bit product is folded into
 * the lower, as wyhash does.
 *
 * <p>Immutable, thread-safe. No figure of a census depends on the secret.
 */
final class PathHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long seedA;
    private final long seedB;
    private final long keyA;
    private final long keyB;
    private final long mask;

    private PathHash(SecureRandom random, long mask) {
        seedA = random.nextLong();
        seedB = random.nextLong();
        keyA = random.nextLong() | 1;
        keyB = random.nextLong() | 1;
        this.mask = mask;
    }

    /** With a new secret. */
    static PathHash create() {
        return new PathHash(new SecureRandom(), -1);
    }

    /** Of which only some bits are left, so that collisions happen: for tests of what happens then. */
    static PathHash weak(int bits) {
        return new PathHash(new SecureRandom(), (1L << bits) - 1);
    }

    /**
     * Hashes {@code bytes[from..to)}; sixteen bytes behind {@code to} can be read.
     *
     * @param i where in {@code a} and {@code b} the two hashes go
     */
    void hash(byte[] bytes, int from, int to, long[] a, long[] b, int i) {
        // Side by side: each step of one waits for the last, and the processor does the other's meanwhile.
        long hashA = seedA ^ (to - from);
        long hashB = seedB ^ (to - from);
        int at = from;
        for (; at + 16 <= to; at += 16) {
            long word = (long) LONG.get(bytes, at);
            long next = (long) LONG.get(bytes, at + 8);
            hashA = mix(word ^ keyA, next ^ hashA);
            hashB = mix(word ^ keyB, next ^ hashB);
        }
        int left = to - at;
        if (left > 0) {
            long word = (long) LONG.get(bytes, at) & firstBytes(left);
            long next = (long) LONG.get(bytes, at + 8) & firstBytes(left - 8);
            hashA = mix(word ^ keyA, next ^ hashA);
            hashB = mix(word ^ keyB, next ^ hashB);
        }
        a[i] = mix(hashA, keyA ^ seedA) & mask;
        b[i] = mix(hashB, keyB ^ seedB) & mask;
    }

    /** The part of a word that holds its first {@code count} bytes; all of it for 8 and more, none for 0 and less. */
    private static long firstBytes(int count) {
        return count >= 8 ? -1L : count <= 0 ? 0 : -1L >>> (64 - 8 * count);
    }

    private static long mix(long x, long y) {
        // The upper half of the product of two unsigned numbers. That of signed ones would not do: it makes x and -x
        // collide whatever the key.
        long high = Math.multiplyHigh(x, y) + (x >> 63 & y) + (y >> 63 & x);
        return high ^ (x * y);
    }
}
