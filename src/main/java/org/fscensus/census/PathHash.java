package org.fscensus.census;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * Two independent 64-bit hashes of a path, keyed with a secret: users choose the names of their directories, and must not
 * be able to choose two that collide. The second half of a 128-bit product is folded into the first for every eight
 * bytes, as wyhash does.
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
     * Hashes {@code bytes[from..to)}; eight bytes behind {@code to} can be read.
     *
     * @param i where in {@code a} and {@code b} the two hashes go
     */
    void hash(byte[] bytes, int from, int to, long[] a, long[] b, int i) {
        // Side by side: each step of one waits for the last, and the processor does the other's meanwhile.
        long hashA = seedA ^ (to - from);
        long hashB = seedB ^ (to - from);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long word = (long) LONG.get(bytes, at);
            hashA = mix(hashA ^ word, keyA);
            hashB = mix(hashB ^ word, keyB);
        }
        int left = to - at;
        if (left > 0) {
            long word = (long) LONG.get(bytes, at) & (-1L >>> (64 - 8 * left));
            hashA = mix(hashA ^ word, keyA);
            hashB = mix(hashB ^ word, keyB);
        }
        a[i] = mix(hashA, keyA ^ seedA) & mask;
        b[i] = mix(hashB, keyB ^ seedB) & mask;
    }

    private static long mix(long x, long key) {
        // The upper half of the product of two unsigned numbers. That of signed ones would not do: it makes x and -x
        // collide whatever the key.
        long high = Math.multiplyHigh(x, key) + (x >> 63 & key) + (key >> 63 & x);
        return high ^ (x * key);
    }
}
